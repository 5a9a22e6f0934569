import { describe, expect, it } from "vitest";
import {
	crashes,
	lastWords,
	withLastWords,
} from "../../../dagger/src/cluster/last-words.js";
import type { KubeObject } from "../../../dagger/src/manifests/objects.js";
import type { Terminated } from "../../../dagger/src/rollout/container.js";
import { judge } from "../../../dagger/src/rollout/index.js";

function pod(ended: Terminated, field: "state" | "lastState"): KubeObject {
	const status = { name: "main", image: "web", imageID: "", ready: false };
	const waiting = { waiting: { reason: "CrashLoopBackOff" } };
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "web", uid: "1" },
		spec: { containers: [{ name: "main", image: "web" }] },
		status: {
			containerStatuses: [
				{
					...status,
					restartCount: 1,
					state: waiting,
					[field]: { terminated: ended },
				},
			],
		},
	};
}

const error = { reason: "Error", exitCode: 1 };

describe("the last words", () => {
	it.each([
		["state", "false"],
		["lastState", "true"],
	] as const)("of a container that ended, in its %s", (field, previous) => {
		expect(crashes([pod(error, field)])).toEqual([
			{
				key: "1 main",
				call: [
					"logs",
					"web",
					"--container=main",
					"--tail=3",
					`--previous=${previous}`,
				],
			},
		]);
	});

	it.each([
		["ended well", { reason: "Completed", exitCode: 0 }],
		["said why", { ...error, message: "no such table" }],
	])("are not asked for where it %s", (_, ended) => {
		expect(crashes([pod(ended, "state")])).toEqual([]);
	});

	it("are the end of the log, without what looks like a secret", () => {
		expect(lastWords("one\ntwo\nthree\npassword=hunter2222\n\n")).toBe(
			"two\nthree\npassword=***",
		);
		expect(lastWords("")).toBe("");
	});

	it("tell the cause that the exit code does not", () => {
		const snapshot = [pod(error, "lastState")];
		const stateOf = (snapshot: KubeObject[]) =>
			judge(snapshot[0] as KubeObject, { others: snapshot });
		expect(stateOf(snapshot)).toMatchObject({ phase: "waiting" });

		const heard = new Map([["1 main", "exec /run.sh: exec format error"]]);
		const state = stateOf(withLastWords(snapshot, heard));
		expect(state.phase).toBe("failed");
		expect(state.problem?.failure.name).toBe("exec-format");
		expect(state.message).toContain("exit code 1: exec /run.sh: exec format");
		expect(stateOf(snapshot)).toMatchObject({ phase: "waiting" });
	});

	it("change nothing where none were heard", () => {
		const snapshot = [pod(error, "state")];
		expect(withLastWords(snapshot, new Map())).toBe(snapshot);
		expect(withLastWords(snapshot, new Map([["1 main", ""]]))).toEqual(
			snapshot,
		);
	});
});
