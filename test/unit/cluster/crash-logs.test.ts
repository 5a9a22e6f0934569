import type { ContainerStateTerminated } from "kubernetes-types/core/v1.js";
import { describe, expect, it } from "vitest";
import {
	findCrashes,
	lastLines,
	withCrashLogs,
} from "../../../dagger/src/cluster/crash-logs.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

function pod(
	ended: ContainerStateTerminated,
	field: "state" | "lastState",
): KubeObject {
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
		expect(findCrashes([pod(error, field)])).toEqual([
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
		expect(findCrashes([pod(ended, "state")])).toEqual([]);
	});

	it("are the end of the log, without what looks like a secret", () => {
		expect(lastLines("one\ntwo\nthree\npassword=hunter2222\n\n")).toBe(
			"two\nthree\npassword=***",
		);
		expect(lastLines("")).toBe("");
	});

	it("tell the cause that the exit code does not", () => {
		const snapshot = [pod(error, "lastState")];
		const stateOf = (snapshot: KubeObject[]) =>
			checkHealth(snapshot[0] as KubeObject, { others: snapshot });
		expect(stateOf(snapshot)).toMatchObject({ status: "progressing" });

		const heard = new Map([["1 main", "exec /run.sh: exec format error"]]);
		const state = stateOf(withCrashLogs(snapshot, heard));
		expect(state.status).toBe("failed");
		expect(state.problem?.cause.name).toBe("exec-format");
		expect(state.message).toContain("exit code 1: exec /run.sh: exec format");
		expect(stateOf(snapshot)).toMatchObject({ status: "progressing" });
	});

	it("change nothing where none were heard", () => {
		const snapshot = [pod(error, "state")];
		expect(withCrashLogs(snapshot, new Map())).toBe(snapshot);
		expect(withCrashLogs(snapshot, new Map([["1 main", ""]]))).toEqual(
			snapshot,
		);
	});
});
