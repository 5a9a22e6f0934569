import { describe, expect, it } from "vitest";
import type { Health } from "../../../dagger/src/health/health.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { Progress } from "../../../dagger/src/report/progress.js";

const object = (name: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name },
});
const web = object("web");
const db = object("db");
const waiting = (message: string): Health => ({
	status: "progressing",
	message,
});

function begin() {
	const lines: string[] = [];
	const progress = new Progress((line) => lines.push(line));
	return {
		lines,
		show: (seconds: number, ...states: [KubeObject, Health][]) =>
			progress.show(new Map(states), seconds),
	};
}

describe("progress", () => {
	it("is told for each object that waits, when it changes", () => {
		const { lines, show } = begin();
		show(0, [web, waiting("starts")], [db, { status: "ready", message: "up" }]);
		show(1, [web, waiting("starts")], [db, waiting("down")]);
		show(2.6, [web, waiting("runs")], [db, waiting("down")]);
		show(4, [web, { status: "ready", message: "up" }], [db, waiting("down")]);
		expect(lines).toEqual([
			"…    0 s  Pod web: starts",
			"…    1 s  Pod db: down",
			"…    3 s  Pod web: runs",
		]);
	});

	it("is told again for one that waits as before it was ready", () => {
		const { lines, show } = begin();
		show(0, [web, waiting("down")]);
		show(1, [web, { status: "ready", message: "up" }]);
		show(2, [web, waiting("down")]);
		expect(lines).toEqual([
			"…    0 s  Pod web: down",
			"…    2 s  Pod web: down",
		]);
	});

	it("is told for the first of all after 10 s without a line", () => {
		const { lines, show } = begin();
		for (let second = 0; second <= 20; second++)
			show(second, [web, waiting("starts")], [db, waiting("starts")]);
		expect(lines).toEqual([
			"…    0 s  Pod web: starts",
			"…    0 s  Pod db: starts",
			"…   10 s  still Pod web: starts, and 1 more",
			"…   20 s  still Pod web: starts, and 1 more",
		]);
	});

	it("fills no log, however long it takes", () => {
		const { lines, show } = begin();
		for (let second = 0; second <= 3600; second++)
			show(second, [web, waiting("starts")]);
		expect(lines.length).toBeLessThan(70);
		expect(lines.at(-1)).toMatch(/^… 3\d{3} s {2}still Pod web: starts$/);
	});

	it("fills no log, however often it changes", () => {
		const { lines, show } = begin();
		for (let second = 0; second < 600; second++)
			show(second, [web, waiting(`${second} of 600`)]);
		expect(lines[99]).toBe("…   99 s  Pod web: 99 of 600");
		expect(lines[100]).toBe("…  109 s  still Pod web: 109 of 600");
		expect(lines.length).toBeLessThan(150);
	});

	it("says nothing where all is ready", () => {
		const { lines, show } = begin();
		show(0, [web, { status: "ready", message: "up" }]);
		show(60, [web, { status: "ready", message: "up" }]);
		expect(lines).toEqual([]);
	});
});
