import { describe, expect, it } from "vitest";
import {
	findBefore,
	findLiveRelease,
	findTarget,
	listExpired,
	nextNumber,
	requireRelease,
} from "../../../dagger/src/release/history.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import { withMessage } from "../message.js";
import { makeHistory, makeRecord } from "../records.js";

const numbers = (records: ReleaseRecord[]) =>
	records.map(({ number }) => number);

describe("the history of an app", () => {
	it("counts on from its highest number", () => {
		expect(nextNumber([])).toBe(1);
		expect(
			nextNumber([makeRecord({ number: 11 }), makeRecord({ number: 9 })]),
		).toBe(12);
	});

	it("has as live one the newest that was deployed, in whatever order", () => {
		const records = makeHistory(
			...(["superseded", "deployed", "rolled back", "deploying"] as const),
		);
		expect(findLiveRelease(records)?.number).toBe(2);
		expect(findLiveRelease(records.reverse())?.number).toBe(2);
		expect(findLiveRelease(makeHistory("deployed", "deployed"))?.number).toBe(
			2,
		);
		expect(findLiveRelease(makeHistory("failed"))).toBeUndefined();
	});

	it("has the last one before it that ran well", () => {
		const records = makeHistory(
			...(["superseded", "superseded", "failed", "deployed"] as const),
		);
		const before = findBefore(records, makeRecord({ number: 4 }));
		expect(before?.number).toBe(2);
		expect(findBefore(records, makeRecord({ number: 1 }))).toBeUndefined();
	});
});

describe("the release to go back to", () => {
	const commit = (id: string) => ({ id, time: "2026-11-23T13:02:12Z" });
	const records = [
		makeRecord({ number: 11, outcome: "failed", commit: commit("9351e1f0") }),
		makeRecord({ number: 10, commit: commit("4f1c2ab93d".repeat(4)) }),
		makeRecord({ number: 9, commit: commit("4f1c2ab93d".repeat(4)) }),
		makeRecord({ number: 8, outcome: "failed", commit: commit("1234567") }),
		makeRecord({ number: 1234567 }),
	];

	it.each([
		["9", 9],
		["4f1c2ab", 10],
		["4f1c2ab93d".repeat(4), 10],
		["1234567", 1234567],
	])("is named by %s", (to, number) => {
		expect(findTarget(records, to).number).toBe(number);
	});

	it.each([
		[
			"11",
			"release 11 failed, and only a release that ran well can be rolled back to",
		],
		[
			"9351e1f",
			"release 11 failed, and only a release that ran well can be rolled back to",
		],
		["7", "there is no release 7, and none of a commit 7"],
		["4f1c", "there is no release 4f1c, and none of a commit 4f1c"],
	])("is not named by %s", (to, reason) => {
		expect(() => findTarget(records, to)).toThrow(
			withMessage(
				[
					`cannot roll back to --to=${to}: ${reason}`,
					"  next     pass a good one: 9, 10, 1234567; or its commit, by 7 characters at least",
				].join("\n"),
			),
		);
	});

	it("is none where none ran well", () => {
		expect(() => findTarget(makeHistory("failed"), "1")).toThrow(
			/next {5}no release on record ran well: deploy a commit that does$/,
		);
	});
});

describe("the records to delete", () => {
	const failed = (count: number) => Array(count).fill("failed" as const);

	it("are all but the newest ten", () => {
		const records = makeHistory(...Array(12).fill("superseded"), "deployed");
		expect(numbers(listExpired(records))).toEqual([3, 2, 1]);
		expect(numbers(listExpired(records, 12))).toEqual([1]);
		expect(listExpired(records.slice(3))).toEqual([]);
	});

	it("are never the last that ran well", () => {
		const records = makeHistory("superseded", "deployed", ...failed(11));
		expect(numbers(listExpired(records))).toEqual([3, 1]);
	});

	it("are not the last that ran well where none is live either", () => {
		const records = makeHistory("superseded", "superseded", ...failed(10));
		expect(numbers(listExpired(records))).toEqual([1]);
	});
});

describe("the release to report", () => {
	const commit = (id: string) => ({ id, time: "2026-11-23T13:02:12Z" });
	const records = [
		makeRecord({ number: 3, commit: commit("9351e1f0aa") }),
		makeRecord({ number: 2, outcome: "failed", commit: commit("4f1c2ab93d") }),
		makeRecord({ number: 1, commit: commit("4f1c2ab93d") }),
	];

	it.each([
		["the last one", "", 3],
		["one by its number", "1", 1],
		["the last of a commit, however it went", "4f1c2ab", 2],
		["a commit that is shorter on record", "9351e1f0aa11", 3],
	])("is %s", (_, wanted, number) => {
		expect(requireRelease(records, "shop", wanted).number).toBe(number);
	});

	it.each(["4", "4f1c2a", "abcdef0"])("is refused if it is %s", (wanted) => {
		expect(() => requireRelease(records, "shop", wanted)).toThrow(
			withMessage(
				`there is no release ${wanted} of shop on record, and none of a commit ${wanted}: these are: 3, 2, 1`,
			),
		);
	});

	it("is of one that somebody has deployed, where that is asked for", () => {
		const job = "https://gitlab.example.com/-/jobs/7";
		const own = makeRecord({
			number: 4,
			by: job,
			commit: commit("4f1c2ab93d"),
		});
		const all = [...records, own, makeRecord({ number: 5 })];
		expect(requireRelease(all, "shop", "4f1c2ab", job).number).toBe(4);
		expect(() => requireRelease(records, "shop", "4f1c2ab", job)).toThrow(
			`no release of shop on record was deployed by ${job}: if its run failed`,
		);
		expect(requireRelease(all, "shop", "4f1c2ab", "").number).toBe(4);
	});
});
