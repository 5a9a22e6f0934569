import { describe, expect, it } from "vitest";
import { readAnnotations } from "./annotations.js";
import { readDotenv } from "./dotenv.js";
import { readJunit } from "./junit.js";

const list = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [index, []]));
const link = (more = {}) => ({
	a: [{ external_link: { label: "a", url: "http://a/", ...more } }],
});
const suite = (cases: string, counts = 'tests="1" failures="0" skipped="0"') =>
	`<testsuites>\n<testsuite name="web" ${counts}>${cases}</testsuite></testsuites>\n`;
const none = 'tests="0" failures="0" skipped="0"';
const failing = 'tests="1" failures="1" skipped="0"';

describe("what GitLab takes", () => {
	it.each([
		["A=\n", new Map([["A", ""]])],
		["A= b=c \n", new Map([["A", "b=c"]])],
		["A=$B-$$B-%C%-%D%\n", new Map([["A", "b-$B-%C%-d"]])],
	])("as variables: %j", (file, variables) => {
		expect(readDotenv(file, { B: "b", D: "d" })).toEqual(variables);
	});

	it.each([{}, list(20), link()])("as annotations: %j", (lists) => {
		expect(readAnnotations(JSON.stringify(lists)).size).toBe(
			Object.keys(lists).length,
		);
	});

	it.each([
		[suite('<testcase name="a"></testcase>'), "success"],
		[
			suite(
				'<testcase name="a"><skipped/></testcase>',
				'tests="1" failures="0" skipped="1"',
			),
			"skipped",
		],
		[
			suite(
				'<testcase name="a"><failure message="m">a &lt; b</failure></testcase>',
				failing,
			),
			"failed",
		],
	])("as cases: %s", (file, status) => {
		expect(readJunit(file)).toEqual([expect.objectContaining({ status })]);
	});
});

describe("what GitLab does not take", () => {
	it.each([
		["a line without =", "A\n"],
		["a blank line", "A=1\n\nB=2\n"],
		["a name with a hyphen", "A-B=1\n"],
		["the same name twice", "A=1\nA=2\n"],
		[
			"21 variables",
			Array.from({ length: 21 }, (_, index) => `A${index}=\n`).join(""),
		],
		["5 KB", `A=${"a".repeat(5117)}\n`],
	])("as variables: %s", (_, file) => {
		expect(() => readDotenv(file)).toThrow();
	});

	it.each<[string, unknown]>([
		["a list", []],
		["21 lists", list(21)],
		["a list without a name", { "": [] }],
		["a name of 256 characters", { ["a".repeat(256)]: [] }],
		["1001 links", { a: Array(1001).fill(link().a[0]) }],
		["a field more", link({ title: "a" })],
		["an address that is none", link({ url: 1 })],
		["81 KB", link({ label: "a".repeat(81 * 1024) })],
	])("as annotations: %s", (_, lists) => {
		expect(() => readAnnotations(JSON.stringify(lists))).toThrow();
	});

	it.each([
		["no XML", "ok"],
		["an open element", suite('<testcase name="a">')],
		["two roots", suite("", none).repeat(2)],
		["a bare <", suite('<testcase name="a<b"></testcase>')],
		["a bare &", suite('<testcase name="a&b"></testcase>')],
		["an unknown entity", suite('<testcase name="&nbsp;"></testcase>')],
		["a control character", suite('<testcase name="a\u001b"></testcase>')],
		["an attribute twice", suite('<testcase name="a" name="b"></testcase>')],
		["a wrong count", suite('<testcase name="a"><skipped/></testcase>')],
		["a case without a name", suite('<testcase name=""></testcase>')],
		["a time in words", suite('<testcase name="a" time="1 s"></testcase>')],
		[
			"a failure without a text",
			suite(
				'<testcase name="a"><failure message="m"></failure></testcase>',
				failing,
			),
		],
		[
			"the end of a CDATA section",
			suite('<testcase name="a"><failure>]]></failure></testcase>', failing),
		],
		[
			"a case twice",
			suite(
				'<testcase name="a"></testcase>'.repeat(2),
				'tests="2" failures="0" skipped="0"',
			),
		],
	])("as cases: %s", (_, file) => {
		expect(() => readJunit(file)).toThrow();
	});
});
