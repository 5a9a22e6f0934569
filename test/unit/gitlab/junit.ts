import { expect } from "vitest";

const mostBytes = 30 * 1024 * 1024;

/** A case of a JUnit report as GitLab reads it: lib/gitlab/ci/parsers/test/junit.rb. */
export type TestCase = {
	suite: string;
	classname: string;
	name: string;
	/** Of what has no time GitLab shows 0 s. */
	seconds: number;
	status: "success" | "failed" | "skipped";
	/** What GitLab shows of a failure: its text, never its message. */
	output?: string;
};

type Element = {
	name: string;
	attributes: Record<string, string>;
	children: Element[];
	text: string;
};

/** The cases of a JUnit report: all that GitLab would take, and nothing that it would drop. */
export function readJunit(file: string): TestCase[] {
	expect(Buffer.byteLength(file)).toBeLessThan(mostBytes);
	const root = parseXml(file);
	expect(root.name).toBe("testsuites");
	const cases = root.children.flatMap((suite) => {
		expect(suite.name).toBe("testsuite");
		const found = suite.children.map((one) => readCase(suite, one));
		const { tests, failures, skipped } = suite.attributes;
		const count = (status?: string) =>
			`${found.filter((one) => !status || one.status === status).length}`;
		expect({ tests, failures, skipped }).toEqual({
			tests: count(),
			failures: count("failed"),
			skipped: count("skipped"),
		});
		return found;
	});
	// lib/gitlab/ci/reports/test_case.rb: of two with the same key, one is dropped.
	const keys = cases.map((one) => `${one.suite}_${one.classname}_${one.name}`);
	expect(new Set(keys).size).toBe(keys.length);
	return cases;
}

function readCase(suite: Element, element: Element): TestCase {
	expect(element.name).toBe("testcase");
	const { classname = "", name = "", time = "0" } = element.attributes;
	expect(name).not.toBe("");
	expect(time).toMatch(/^\d+(\.\d+)?$/);
	const [result, ...more] = element.children;
	expect(more).toEqual([]);
	// A failure without a text would be shown as its attributes, in Ruby's words.
	if (result?.name === "failure") expect(result.text.trim()).not.toBe("");
	return {
		suite: suite.attributes.name ?? "",
		classname,
		name,
		seconds: Number(time),
		status: result ? statusOf(result.name) : "success",
		...(result?.name === "failure" && { output: result.text }),
	};
}

function statusOf(name: string): TestCase["status"] {
	if (name === "failure") return "failed";
	expect(name).toBe("skipped");
	return "skipped";
}

const token =
	/<\?xml version="1.0" encoding="UTF-8"\?>\n|<(\/?)(\w+)((?: \w+="[^"<]*")*)(\/?)>|([^<]+)/gy;

/** The root of an XML document. What libxml2 would complain about is an error. */
function parseXml(text: string): Element {
	const document = makeElement("");
	const open = [document];
	let end = 0;
	for (const match of text.matchAll(token)) {
		end = match.index + match[0].length;
		const [, closing, name, attributes, empty, content] = match;
		const parent = open.at(-1) ?? document;
		if (content) parent.text += decode(content);
		else if (closing) expect(open.pop()?.name).toBe(name);
		else if (name) {
			const element = makeElement(name, attributes);
			parent.children.push(element);
			if (!empty) open.push(element);
		}
	}
	expect(text.slice(end)).toBe("");
	expect(open).toHaveLength(1);
	expect(document.text.trim()).toBe("");
	expect(document.children).toHaveLength(1);
	return document.children[0] ?? document;
}

function makeElement(name: string, text = ""): Element {
	const pairs = [...text.matchAll(/ (\w+)="([^"]*)"/g)].map(
		([, key = "", value = ""]): [string, string] => [key, decode(value)],
	);
	const attributes = Object.fromEntries(pairs);
	expect(Object.keys(attributes)).toHaveLength(pairs.length);
	// Of what has this one Rails makes a number, a date, or an error.
	expect(attributes).not.toHaveProperty("type");
	return { name, attributes, children: [], text: "" };
}

const entities: Record<string, string> = {
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
};

function decode(text: string): string {
	// https://www.w3.org/TR/xml/#charsets
	expect(text).toMatch(
		/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u,
	);
	expect(text).not.toMatch(/\]\]>|&(?!(?:amp|lt|gt|quot);)/);
	return text.replace(/&\w+;/g, (entity) => entities[entity] ?? "");
}
