import { describe, expect, it } from "vitest";
import type { Health } from "../../../dagger/src/health/health.js";
import type { WaitResult } from "../../../dagger/src/health/wait.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { describeFailure } from "../../../dagger/src/report/failed.js";

const image = "docker.io/alice/flask-app@sha256:4f1c";

function result(
	outcome: WaitResult["outcome"],
	...states: Health[]
): WaitResult {
	const kinds = ["Pod", "Service", "Deployment"];
	return {
		outcome,
		snapshot: [],
		seconds: 299.7,
		readyAfter: new Map(),
		health: new Map(
			states.map((state, index): [KubeObject, Health] => [
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

const crashes: Health = {
	status: "failed",
	message: "cannot keep its container running (exit code 1)",
	problem: {
		object: "Pod flask-app",
		facts: "exit code 1",
		message: "back-off 10s restarting failed container",
		cause: {
			name: "crash-loop",
			from: ["container"],
			class: "transient",
			retriedBy: "owner",
			grace: 30,
			sentence: "cannot keep its container running",
			next: "fix the start command",
		},
	},
};
const waits: Health = { status: "progressing", message: "selects no Pod" };
const ready: Health = { status: "ready", message: "1 of 1 available" };
const paused: Health = { status: "failed", message: "is paused" };
const messageOf = (...given: Parameters<typeof result>) =>
	describeFailure(result(...given), image, []).message;

describe("a failed deploy", () => {
	it("tells object, cause, image, evidence and next step", () => {
		const failure = describeFailure(result("failed", crashes), image, [
			{ label: "message", text: "back-off" },
			{ label: "log", text: "no flask" },
		]);
		expect(failure.message).toBe(
			`✗ deploy: Pod flask-app cannot keep its container running (exit code 1)
  image    ${image}
  message  back-off
  log      no flask
  next     fix the start command`,
		);
	});

	it("begins with what failed, and leaves out what is ready", () => {
		expect(messageOf("failed", waits, ready, paused)).toBe(
			`✗ deploy: Deployment flask-app is paused
  also     Pod flask-app: selects no Pod
  image    ${image}
  next     look at it with kubectl describe`,
		);
	});
});

describe("a deploy that is not ready in time", () => {
	it("tells how long it had", () => {
		expect(messageOf("timed out", ready, waits)).toBe(
			`✗ deploy: Service flask-app was not ready after 300 s: selects no Pod
  image    ${image}
  next     look at it with kubectl describe, or give it more time with --timeout`,
		);
	});

	it("gives a known problem's own next step", () => {
		const slow: Health = { ...crashes, status: "progressing" };
		expect(messageOf("timed out", slow)).toContain(
			"\n  next     fix the start command",
		);
	});
});
