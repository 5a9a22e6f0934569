import { describe, expect, it } from "vitest";
import type { Change } from "../../../dagger/src/cluster/apply-times.js";
import type { Health } from "../../../dagger/src/health/health.js";
import { ref } from "../../../dagger/src/kubernetes/object.js";
import {
	type Deployed,
	formatDeployed,
	formatVerdict,
} from "../../../dagger/src/report/deployed.js";

const image = `docker.io/alice/flask-app@sha256:${"4f1c".repeat(16)}`;
const secret = ref("Secret", "dockerhub-secret");
const pod = ref("Pod", "flask-app");
const ready: Health = { status: "ready", message: "1 of 1 containers ready" };

function deployed(
	toSecret: Change,
	toPod: Change,
	more: Partial<Deployed> = {},
): Deployed {
	return {
		image,
		namespace: "shop",
		changes: new Map([
			[secret, toSecret],
			[pod, toPod],
		]),
		health: new Map([[pod, ready]]),
		steps: [
			{ name: "preflight", seconds: 1.04 },
			{ name: "rollout", seconds: 11.26 },
		],
		removed: [],
		...more,
	};
}

describe("the verdict", () => {
	it.each<[number | undefined, string]>([
		[
			undefined,
			"nothing to do: the cluster already runs this image and these manifests (12.3 s)",
		],
		[3, "deployed: what was applied is ready (12.3 s)"],
	])("of release %s: %s", (number, expected) => {
		const one = deployed("unchanged", "unchanged", { number });
		expect(formatVerdict(one)).toBe(expected);
	});
});

it("tells what happened to each object, how it is, and where the time went", () => {
	const removed = [ref("ConfigMap", "old")];
	expect(
		formatDeployed(deployed("unchanged", "configured", { number: 3, removed })),
	).toBe(
		`✓ deployed: what was applied is ready (12.3 s)
  image    ${image}
  in       namespace shop
  release  3
  object   Secret dockerhub-secret  unchanged
  object   Pod flask-app            configured, 1 of 1 containers ready
  object   ConfigMap old deleted
  seconds  preflight 1.0, rollout 11.3`,
	);
});
