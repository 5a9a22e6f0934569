import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { load } from "../health/fixture.js";
import { begin } from "./app.js";

describe("a deploy with another pull secret than before", () => {
	const { object, others } = load("pod/image-wrong-password.failed");
	const { object: ready } = load("pod/ready.ready");
	const pod: KubeObject = {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "app", labels: { "slipway/app": "web" } },
		spec: object.spec,
	};

	/** The Pod's image was refused at 08:59:45, when the pull secret was of an earlier second. */
	const beginAt = (time: string) => {
		const begun = begin([pod]);
		const { cluster } = begun;
		cluster.replies.apply = () =>
			`Secret pull 1 ${time}\nPod app 2 2026-11-23T08:59:44Z\n`;
		let polls = 0;
		cluster.live = () => [++polls < 4 ? object : ready];
		cluster.replies.events = () => JSON.stringify({ items: others });
		return begun;
	};

	it("does not fail for what a registry said to the former one", async () => {
		const { run, lines } = beginAt("2026-11-23T09:00:00Z");
		expect(await run()).toMatch(/^✓ deployed/);
		expect(lines.join("\n")).toContain("with the new pull secret");
	});

	it("fails at once where it said so to this one", async () => {
		const { fail } = beginAt("2026-11-23T08:59:44Z");
		expect(await fail()).toMatch(
			/^✗ deploy: Pod app cannot pull its image: the registry refuses the pull secret/,
		);
	});
});
