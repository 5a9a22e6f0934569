import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/manifests/objects.js";
import type { State } from "../../../dagger/src/rollout/index.js";
import { verdictText } from "../../../dagger/src/verdict/verdict.js";
import type { Verdict } from "../../../dagger/src/verdict/wait.js";

const image = "docker.io/alice/flask-app@sha256:4f1c";

function verdict(phase: Verdict["phase"], ...states: State[]): Verdict {
	const kinds = ["Pod", "Service", "Deployment"];
	return {
		phase,
		snapshot: [],
		seconds: 299.7,
		states: new Map(
			states.map((state, index): [KubeObject, State] => [
				{
					apiVersion: "v1",
					kind: kinds[index] ?? "",
					metadata: { name: "flask-app" },
				},
				state,
			]),
		),
	};
}

const crashes: State = {
	phase: "failed",
	message: "cannot keep its container running (exit code 1)",
	problem: {
		object: "Pod flask-app",
		facts: "exit code 1",
		message: "back-off 10s restarting failed container",
		failure: {
			name: "crash-loop",
			class: "may-heal",
			grace: 30,
			sentence: "cannot keep its container running",
			next: "fix the start command",
		},
	},
};
const waits: State = { phase: "waiting", message: "selects no Pod" };
const ready: State = { phase: "ready", message: "1 of 1 available" };
const paused: State = { phase: "failed", message: "is paused" };

describe("a failed deploy", () => {
	it("tells object, cause, image, evidence and next step", () => {
		const evidence = [
			"said     back-off",
			"log      of Pod flask-app:",
			"         no flask",
		];
		expect(verdictText(verdict("failed", crashes), image, evidence)).toBe(
			`✗ deploy: Pod flask-app cannot keep its container running (exit code 1)
  image    ${image}
  said     back-off
  log      of Pod flask-app:
           no flask
  next     fix the start command`,
		);
	});

	it("begins with what failed, and leaves out what is ready", () => {
		expect(
			verdictText(verdict("failed", waits, ready, paused), image, []),
		).toBe(
			`✗ deploy: Deployment flask-app is paused
  also     Pod flask-app: selects no Pod
  image    ${image}
  next     look at it with kubectl describe`,
		);
	});
});

describe("a late deploy", () => {
	it("tells how long it had", () => {
		expect(verdictText(verdict("late", ready, waits), image, [])).toBe(
			`✗ deploy: Service flask-app was not ready after 300 s: selects no Pod
  image    ${image}
  next     look at it with kubectl describe, or give it more time with --timeout`,
		);
	});

	it("gives a known problem's own next step", () => {
		const slow: State = { ...crashes, phase: "waiting" };
		expect(verdictText(verdict("late", slow), image, [])).toContain(
			"\n  next     fix the start command",
		);
	});
});
