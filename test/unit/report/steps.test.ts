import { describe, expect, it } from "vitest";
import { Steps } from "../../../dagger/src/report/steps.js";
import { FakeClock } from "../clock.js";

function begin() {
	const clock = new FakeClock();
	const lines: string[] = [];
	const steps = new Steps((line) => lines.push(line), clock);
	return { clock, lines, steps };
}

describe("the steps of a run", () => {
	it("print a line each when they end, and are kept", async () => {
		const { clock, lines, steps } = begin();
		const answer = await steps.run("build", async () => {
			expect(lines).toEqual([]);
			await clock.sleep(2.04);
			return 42;
		});
		await steps.run("push", () => clock.sleep(61).then(() => "ref"), {
			describe: (reference) => `as ${reference}`,
		});
		expect(answer).toBe(42);
		expect(lines).toEqual([
			"✓ build        2.0 s",
			"✓ push        61.0 s  as ref",
		]);
		expect(steps.taken.map(({ name }) => name)).toEqual(["build", "push"]);
		expect(steps.taken[0]?.seconds).toBeCloseTo(2.04);
		expect(steps.taken[0]).not.toHaveProperty("failed");
	});

	it("print and keep the one that fails, and pass its error on", async () => {
		const { clock, lines, steps } = begin();
		const error = new Error("no");
		const failing = steps.run("rollout", async () => {
			await clock.sleep(0.5);
			throw error;
		});
		await expect(failing).rejects.toBe(error);
		expect(lines).toEqual(["✗ rollout      0.5 s"]);
		expect(steps.taken).toEqual([
			{
				name: "rollout",
				startedAt: "2026-11-23T08:30:00.000Z",
				seconds: 0.5,
				failed: true,
			},
		]);
	});

	it("mark the one whose result is not good", async () => {
		const { lines, steps } = begin();
		const isReady = (outcome: string) => outcome === "ready";
		const wait = async () => "timed out";
		expect(await steps.run("rollout", wait, { isGood: isReady })).toBe(
			"timed out",
		);
		expect(lines).toEqual(["✗ rollout      0.0 s"]);
		expect(steps.taken[0]?.failed).toBe(true);
	});
});
