import { describe, expect, it } from "vitest";
import { untilStarted } from "../../../dagger/src/kubectl/started.js";

const ofEngine = (stderr: string) =>
	Object.assign(new Error("exit code: 1"), { stderr });
const notStarted = ofEngine(
	"runc run failed: unable to start container process: waiting for init preliminary setup: read init-p: connection reset by peer",
);

/** Fails as often as told, then answers. */
function failing(times: number, error: Error) {
	let calls = 0;
	const run = async () => {
		calls++;
		if (calls <= times) throw error;
		return "done";
	};
	return { run, calls: () => calls };
}

describe("a container's command", () => {
	it("runs once if it starts", async () => {
		const { run, calls } = failing(0, notStarted);
		expect(await untilStarted(run)).toBe("done");
		expect(calls()).toBe(1);
	});

	it("runs again if its process could not be started", async () => {
		const { run, calls } = failing(2, notStarted);
		expect(await untilStarted(run)).toBe("done");
		expect(calls()).toBe(3);
	});

	it("is given up after three tries", async () => {
		const { run, calls } = failing(3, notStarted);
		await expect(untilStarted(run)).rejects.toBe(notStarted);
		expect(calls()).toBe(3);
	});

	it.each([
		ofEngine("sh: can't create /tmp/transcript: No space left on device"),
		ofEngine(
			"the log says: runc run failed: unable to start container process",
		),
		new Error("context canceled"),
	])("never runs twice once it has started: $stderr$message", async (error) => {
		const { run, calls } = failing(1, error);
		await expect(untilStarted(run)).rejects.toBe(error);
		expect(calls()).toBe(1);
	});
});
