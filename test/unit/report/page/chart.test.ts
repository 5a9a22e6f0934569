import { describe, expect, it } from "vitest";
import { formatTimeline } from "../../../../dagger/src/report/page/chart.js";
import { makeRecord } from "../../records.js";
import { deployed, fiftyObjects, killed, old, rolledBack } from "./samples.js";

const chartOf = (record: typeof deployed) =>
	formatTimeline(record)?.markup ?? "";
const percents = (markup: string, name: string) =>
	[...markup.matchAll(new RegExp(`<rect[^>]* ${name}="([\\d.]+)%"`, "g"))].map(
		([, value]) => Number(value),
	);

describe("the timeline as a table", () => {
	it("has a row for each step, told in words too", () => {
		const chart = chartOf(rolledBack);
		expect(chart).toMatch(
			/<tr class="failed"><th scope="row">✗ rollout<\/th>.*aria-label="from 8\.7 s to 23\.0 s, failed".*<td>14\.3 s<\/td><\/tr>/,
		);
		expect(chart).toMatch(
			/<tr class="done"><th scope="row">rollback<\/th>.*aria-label="from 23\.1 s to 27\.0 s"/,
		);
	});

	it("has Pods, those that are not ready as such, and events", () => {
		const chart = chartOf(rolledBack);
		expect(chart).toMatch(
			/✗ shop-6d4cf56db6-x2v7k<\/th>.*class="wait".*<td>14\.0 s, not ready<\/td>/,
		);
		expect(chart).toMatch(/BackOff<\/th>.*<td>after 21\.0 s<\/td>/);
		expect(chartOf(killed)).not.toMatch(/Pods|Events|Objects/);
	});

	it("has the slowest of many, and says so", () => {
		const chart = chartOf(fiftyObjects);
		expect(chart).toContain("Objects, until ready; the slowest 20 of 50<");
		expect(chart.match(/<th scope="row">Deployment /g)).toHaveLength(20);
		expect(chartOf(deployed)).not.toContain("slowest");
	});

	it.each([deployed, rolledBack, killed, old, fiftyObjects])(
		"draws nothing beside its column (%#)",
		(record) => {
			const chart = chartOf(record);
			const bars = chart.match(/<rect class="(?:bar|wait)"[^>]*>/g) ?? [];
			expect(bars.length).toBeGreaterThan(0);
			for (const bar of bars) {
				const [x = -1] = percents(bar, "x");
				const [width = -1] = percents(bar, "width");
				expect(x).toBeGreaterThanOrEqual(0);
				expect(width).toBeGreaterThanOrEqual(0);
				expect(x + width).toBeLessThanOrEqual(100.02);
			}
		},
	);

	it.each([
		[0.02, ["0 s"]],
		[3, ["0 s", "1 s", "2 s", "3 s"]],
		[42, ["0 s", "15 s", "30 s"]],
		[150, ["0 s", "1 min", "2 min"]],
		[14_000, ["0 s", "1 h", "2 h", "3 h"]],
		[36_000, ["0 s", "5 h", "10 h"]],
	])("of %f seconds counts in round ones", (seconds, ticks) => {
		const steps = [{ name: "rollout", seconds }];
		const chart = chartOf(makeRecord({ steps }));
		const labels = [...chart.matchAll(/<text[^>]*>([^<]+)</g)];
		expect(labels.map(([, label]) => label)).toEqual(ticks);
	});

	it("is not there where no step is on record", () => {
		expect(formatTimeline(makeRecord())).toBeUndefined();
	});
});
