import { expect, test } from "vitest";
import { engineConfig, nodeRegistries } from "../../../ci/lab/roles.ts";

test("mirrors are configured only where there is a mirror", () => {
	expect(Object.keys(engineConfig(false).registries)).toEqual([
		"registry.local:5000",
	]);
	expect(engineConfig(true).registries["docker.io"]).toEqual({
		mirrors: ["mirror.local:5000"],
	});
	expect(nodeRegistries(false).mirrors).not.toHaveProperty(["docker.io"]);
});
