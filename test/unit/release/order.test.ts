import { expect, it } from "vitest";
import type { Commit } from "../../../dagger/src/input/commit.js";
import { findLiveRelease } from "../../../dagger/src/release/history.js";
import { decideOrder } from "../../../dagger/src/release/order.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import { makeRecord } from "../records.js";

const id = (start: string) => start.padEnd(40, "0");
const one = { id: id("1111111"), time: "2026-11-24T09:00:00Z" };
const two = { id: id("2222222"), time: "2026-11-24T10:00:00Z" };
const three = { id: id("3333333"), time: "2026-11-24T11:00:00Z" };
const four = { id: id("4444444"), time: "2026-11-24T12:00:00Z" };

type Past = [ReleaseRecord["outcome"], Commit | undefined][];

const makePast = (past: Past) =>
	past.map(([outcome, commit], index) =>
		makeRecord({ number: index + 1, outcome, commit }),
	);
const decide = (commit: Commit | undefined, past: Past, allowOlder = false) => {
	const records = makePast(past);
	return decideOrder({
		commit,
		records,
		live: findLiveRelease(records),
		allowOlder,
	});
};

const usual: Past = [
	["superseded", one],
	["deployed", three],
];

it.each<[string, Commit | undefined, Past, string | number]>([
	["the first", one, [], "forward"],
	["without a commit", undefined, usual, "forward"],
	["where nothing ran well", one, [["failed", two]], "forward"],
	[
		"where the live one has no commit",
		one,
		[["deployed", undefined]],
		"forward",
	],
	["newer", four, usual, "forward"],
	["the live one", three, usual, "forward"],
	["the live one, its id short", { ...three, id: "3333333" }, usual, "forward"],
	[
		"the live one, elsewhere",
		{ ...three, time: "2026-11-24T13:00:00+02:00" },
		usual,
		"forward",
	],
	["another of the same time", { ...three, id: id("5") }, usual, "forward"],
	[
		"newer than the live one by its offset",
		{ ...two, time: "2026-11-24T10:30:00-01:00" },
		usual,
		"forward",
	],
	[
		"newer, and older than one that failed",
		three,
		[
			["deployed", two],
			["failed", four],
		],
		"forward",
	],
	[
		"newer, and older than one that was rolled back",
		three,
		[
			["deployed", two],
			["rolled back", four],
		],
		"forward",
	],
	[
		"newer, and older than one that was killed",
		three,
		[
			["deployed", two],
			["deploying", four],
		],
		"forward",
	],
	[
		"a failed one again, newer than the live one",
		four,
		[
			["deployed", two],
			["failed", four],
		],
		"forward",
	],
	["the rollback button", one, usual, 1],
	["the rollback button, its id short", { ...one, id: "1111111" }, usual, 1],
	[
		"the rollback button, the record's id short",
		one,
		[
			["superseded", { ...one, id: "1111111" }],
			["deployed", three],
		],
		1,
	],
	[
		"the rollback button, elsewhere",
		{ ...one, time: "2026-11-24T11:00:00+02:00" },
		usual,
		1,
	],
	[
		"one that ran well twice",
		one,
		[
			["superseded", one],
			["superseded", one],
			["deployed", two],
		],
		2,
	],
	[
		"one that ran well, and failed later",
		one,
		[
			["superseded", one],
			["failed", one],
			["deployed", two],
		],
		1,
	],
	[
		"the rollback button after a failed release",
		one,
		[...usual, ["rolled back", four]],
		1,
	],
	[
		"forward again after the rollback button",
		three,
		[
			["superseded", one],
			["superseded", three],
			["deployed", one],
		],
		"forward",
	],
	["a late job", two, usual, "no release of it is on record"],
	[
		"a late job after a failed release",
		two,
		[...usual, ["failed", four]],
		"no release of it is on record",
	],
	[
		"an old failed job again",
		two,
		[
			["superseded", one],
			["failed", two],
			["deployed", three],
		],
		"release 2 failed",
	],
	[
		"an old job again that was rolled back",
		two,
		[
			["superseded", one],
			["rolled back", two],
			["deployed", three],
		],
		"release 2 failed and was rolled back",
	],
	[
		"an old job again that was killed",
		two,
		[
			["superseded", one],
			["deploying", two],
			["deployed", three],
		],
		"release 2 has not ended",
	],
	[
		"one of the same id at another time",
		{ ...one, time: "2026-11-24T08:00:00Z" },
		usual,
		"no release of it is on record",
	],
])("%s", (_, commit, past, expected) => {
	const order = decide(commit, past);
	if (order.kind === "too old")
		expect(order.failure.what).toMatch(
			new RegExp(`: ${expected}; nothing was changed$`),
		);
	else
		expect(order.kind === "back" ? order.to.number : order.kind).toBe(expected);
	expect(decide(commit, past, true)).toEqual({ kind: "forward" });
});

it("a refusal says why, and how to insist", () => {
	const order = decide({ ...two, id: "2222222" }, [
		["deployed", { ...three, id: "3333333" }],
	]);
	expect(order).toEqual({
		kind: "too old",
		failure: expect.objectContaining({
			message: [
				"commit 2222222 of 2026-11-24T10:00:00Z is older than commit 3333333 of 2026-11-24T11:00:00Z, which runs as release 1, and cannot be rolled back to: no release of it is on record; nothing was changed",
				"  next     deploy the newest commit; or this one all the same with --allow-older",
			].join("\n"),
		}),
	});
});
