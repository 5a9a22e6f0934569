import { expect, test } from "vitest";
import { alike } from "../../../../ci/lab/offline/prune.ts";

test("only what differs in nothing but its key is pruned together", () => {
	const names = [
		"node-v1-000000000001.tar",
		"node-v1-000000000002.tar",
		"node-v2-000000000003.tar",
		"node-v1.tar",
		"v0.0.1-go1.26.1.linux-amd64",
	];
	expect(alike("node-v1-000000000009.tar", names)).toEqual(names.slice(0, 2));
});
