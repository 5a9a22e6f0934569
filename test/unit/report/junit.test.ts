import { describe, expect, it } from "vitest";
import { formatJunit } from "../../../dagger/src/report/junit.js";
import { deployed, deploying, rolledBack } from "./releases.js";

/** The cases of a report: what each is called, and what came of it. */
function listCases(xml: string): Record<string, string> {
	const cases = xml.matchAll(
		/<testcase classname="(\w+)" name="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g,
	);
	return Object.fromEntries(
		[...cases].map(([, group, name, result]) => [
			`${group}: ${name}`,
			result ?? "",
		]),
	);
}

describe("junit.xml", () => {
	it("has a case for each step and each object", () => {
		expect(formatJunit(deployed)).toBe(
			[
				'<?xml version="1.0" encoding="UTF-8"?>',
				"<testsuites>",
				'<testsuite name="web" timestamp="2026-11-24T11:24:05.000Z" tests="7" failures="0" skipped="0" time="13.590">',
				'<testcase classname="step" name="apply" time="1.250"></testcase>',
				'<testcase classname="step" name="rollout" time="12.340"></testcase>',
				'<testcase classname="object" name="Secret web"></testcase>',
				'<testcase classname="object" name="ConfigMap web"></testcase>',
				'<testcase classname="object" name="Deployment web" time="11.500"></testcase>',
				'<testcase classname="object" name="Service web"></testcase>',
				'<testcase classname="object" name="Ingress web"></testcase>',
				"</testsuite>",
				"</testsuites>",
				"",
			].join("\n"),
		);
	});

	it("has the evidence at the step, a sentence at each object, and says of no other that it was ready", () => {
		const xml = formatJunit(rolledBack);
		const { "step: rollout": step, ...cases } = listCases(xml);
		expect(step?.split("\n")).toEqual([
			'<failure message="✗ deploy: Deployment web cannot keep its container running (exit code 1)">✗ deploy: Deployment web cannot keep its container running (exit code 1)',
			"  also     Service web: selects no Pod that is ready",
			"  log      KeyError: &lt;&quot;flask&quot;&gt; &amp; more",
			"  now      release 11 runs again",
			"  next     fix the start command</failure>",
		]);
		const sentence =
			"Deployment web cannot keep its container running (exit code 1)";
		const also = "Service web: selects no Pod that is ready";
		expect(cases).toEqual({
			"step: apply": "",
			"step: apply (2)": "",
			"object: Secret web": "<skipped/>",
			"object: ConfigMap web": "<skipped/>",
			"object: Deployment web": `<failure message="${sentence}">${sentence}</failure>`,
			"object: Service web": `<failure message="${also}">${also}</failure>`,
			"object: Ingress web": "",
		});
		expect(xml).toContain('tests="8" failures="3" skipped="2"');
	});

	it("fails where the release runs, and its run has failed", () => {
		const failure = { what: "the objects cannot be deleted", evidence: [] };
		const xml = formatJunit({ ...deployed, failure });
		expect(xml).toContain('failures="1"');
		expect(listCases(xml)["release: deployed"]).toContain(failure.what);
	});

	it("fails where no step did: between two of them, or killed in one", () => {
		const steps = deployed.steps;
		const failed = { ...rolledBack, outcome: "failed" as const, steps };
		expect(listCases(formatJunit(failed))["release: failed"]).toMatch(
			/^<failure .*cannot keep its container running[\s\S]*fix the start command<\/failure>$/,
		);
		expect(listCases(formatJunit(deploying))["release: deploying"]).toContain(
			"its run has not ended: it still deploys, or was killed</failure>",
		);
	});

	it("has nothing that XML cannot write", () => {
		const what = "a\u0000\u0008\u000b\u001b\ud800\ufffe\tb 😀 ü";
		const failure = { what, evidence: [] };
		const xml = formatJunit({ ...rolledBack, failure });
		expect(xml).toContain('message="a\tb 😀 ü">a\tb 😀 ü</failure>');
	});
});
