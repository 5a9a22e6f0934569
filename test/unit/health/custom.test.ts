import { describe, expect, it } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import {
	identify,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";

const certificate = (status?: object): KubeObject => ({
	apiVersion: "cert-manager.io/v1",
	kind: "Certificate",
	metadata: {
		name: "web",
		generation: 2,
		creationTimestamp: "2026-11-23T08:30:00Z",
	},
	status,
});
const judge = (status?: object) => {
	const health = checkHealth(certificate(status), { others: [] });
	return [health.status, health.message, health.startedAt];
};
const condition = { type: "Ready", status: "True", reason: "Issued" };

it("counts without a status only after a moment, for its controller may be about to write one", () => {
	expect(judge()).toEqual(["ready", "exists", "2026-11-23T08:30:00Z"]);
});

it("does not count by a condition of an older generation", () => {
	const stale = { conditions: [{ ...condition, observedGeneration: 1 }] };
	expect(judge(stale).slice(0, 2)).toEqual([
		"progressing",
		"waits for its controller",
	]);
	const fresh = { conditions: [{ ...condition, observedGeneration: 2 }] };
	expect(judge(fresh).slice(0, 2)).toEqual(["ready", "Ready: Issued"]);
	expect(judge({ conditions: [condition] }).at(0)).toBe("ready");
	const other = { type: "Accepted", status: "True", observedGeneration: 1 };
	expect(judge({ conditions: [other] }).at(0)).toBe("progressing");
});

it("does not wait for a condition that its controller leaves at the generation it is of", () => {
	const ready = { ...condition, observedGeneration: 2 };
	const released = { type: "Released", status: "True", observedGeneration: 1 };
	const stalled = { type: "Stalled", status: "True", observedGeneration: 1 };
	const judged = judge({ conditions: [released, stalled, ready] });
	expect(judged.slice(0, 2)).toEqual(["ready", "Ready: Issued"]);
});

describe("a condition that tells no generation", () => {
	const applied = "2026-11-23T09:00:00Z";
	const stalled = {
		type: "Stalled",
		status: "True",
		lastTransitionTime: "2026-11-23T08:40:00Z",
	};
	const judgeSince = (status: object, before?: object, isChanged = true) =>
		checkHealth(certificate(status), {
			others: [],
			...(before && {
				before: [{ ...certificate(before), ...(isChanged && { spec: {} }) }],
			}),
			applyTimes: new Map([
				[identify(certificate({})), { uid: "1", time: applied }],
			]),
		});

	it("does not fail what was applied since, where it was so before", () => {
		const status = { conditions: [stalled] };
		expect(judgeSince(status, status).status).toBe("progressing");
		const later = { ...stalled, lastTransitionTime: "2026-11-23T09:00:05Z" };
		expect(judgeSince({ conditions: [later] }, status).status).toBe("failed");
		expect(judgeSince(status).status).toBe("failed");
	});

	it("fails what is as it was before", () => {
		const status = { conditions: [stalled] };
		expect(judgeSince(status, status, false).status).toBe("failed");
	});

	it("fails at once where the generation is told, there or in the status", () => {
		for (const status of [
			{ conditions: [{ ...stalled, observedGeneration: 2 }] },
			{ conditions: [stalled], observedGeneration: 2 },
		])
			expect(judgeSince(status, status).status).toBe("failed");
	});

	it("is ready only a moment after the object was applied, where it was so before", () => {
		const former = { conditions: [condition] };
		expect(judgeSince(former, former)).toMatchObject({
			status: "ready",
			startedAt: applied,
		});
		expect(judgeSince(former).startedAt).toBeUndefined();
		for (const status of [
			{ conditions: [{ ...condition, observedGeneration: 2 }] },
			{ conditions: [condition], observedGeneration: 2 },
		])
			expect(judgeSince(status).startedAt).toBeUndefined();
	});
});
