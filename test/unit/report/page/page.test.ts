import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatPage } from "../../../../dagger/src/report/page/page.js";
import { makeRecord } from "../../records.js";
import * as samples from "./samples.js";

const { deployed, history, killed, kept, old, rolledBack } = samples;

const pageOf = (record: typeof deployed) =>
	formatPage(record, "shop", [record, ...history]);
/** What is read, without the markup. */
const textOf = (record: typeof deployed) =>
	pageOf(record)
		.replace(/<style>.*?<\/style>/s, "")
		.replace(/<[^>]+>/g, " ")
		.replace(/\s+/g, " ");

describe("report.html", () => {
	it.each([
		["deployed", deployed, "✓ Deployed in 20.5 s What was applied is ready."],
		[
			"rolled back",
			rolledBack,
			"✗ Rolled back to release 11 in 26.4 s Deployment shop cannot keep its container running",
		],
		["failed", kept, "✗ Failed in 22.5 s Deployment shop cannot keep"],
		[
			"deploying",
			killed,
			"… Has not ended so far 7.1 s Its run still deploys, or was killed: something may be half done.",
		],
		["superseded", old, "✓ Superseded in 20.5 s It ran well"],
	])("of a release that is %s begins with the verdict", (_, record, words) => {
		expect(textOf(record)).toContain(` Release 12 shop ${words}`);
	});

	it("tells what runs now and what to do, and points at the evidence where it stands", () => {
		const text = textOf(rolledBack);
		expect(text).toContain(
			"Now release 11 runs again: docker.io/alice/web@sha256:0b0b0b0b0b0b… Next read the log below; fix the start command",
		);
		expect(text.indexOf("read the log below")).toBeLessThan(
			text.indexOf("Traceback"),
		);
	});

	it("tells what was deployed", () => {
		const text = textOf(deployed);
		for (const words of [
			`Image ${deployed.image}`,
			"Tags 1.4.2, latest",
			"Commit 4f1c2ab93d of 2026-11-24 11:02:11 UTC",
			"Deployed by https://gitlab.example.com/shop/web/-/jobs/4711",
			"Started 2026-11-24 11:24:05 UTC",
		])
			expect(text).toContain(words);
		expect(pageOf(deployed)).toContain(
			'<a href="https://hub.docker.com/r/alice/web" rel="noreferrer">',
		);
	});

	it("has a row for each object: what became of it, and whether it was ready", () => {
		const rows = textOf(rolledBack);
		expect(rows).toContain("Deployment worker ~ configured ✓ 9.1 s");
		expect(rows).toContain("Deployment shop ~ configured ✗ not ready");
		expect(rows).toContain("ConfigMap shop = unchanged –");
		expect(textOf(deployed)).toContain("ConfigMap former − deleted –");
	});

	it("has the evidence of a failure, and no empty place for it otherwise", () => {
		expect(textOf(rolledBack)).toContain(
			"event BackOff: Back-off restarting failed container shop in pod shop-6d4cf56db6-x2v7k 2026-11-24 11:24:26 UTC",
		);
		expect(pageOf(rolledBack)).toContain(
			"File &quot;/srv/app/__init__.py&quot;, line 1, in &lt;module&gt;\n    import flask",
		);
		expect(pageOf(deployed)).not.toContain("Evidence");
	});

	it("has the end of a long log, and what came before on demand", () => {
		const evidence = Array.from({ length: 30 }, (_, index) => ({
			label: "log" as const,
			text: `line ${index + 1}`,
		}));
		const failure = { what: "x", evidence };
		const page = pageOf({ ...kept, failure });
		expect(page).toContain("<summary>18 lines before</summary><pre>line 1\n");
		expect(page).toMatch(/line 18<\/pre><\/details>\s*<pre>line 19\n/);
		expect(pageOf(rolledBack)).not.toContain("<details>");
	});

	it("has the history, the release that runs and this one marked", () => {
		const text = textOf(deployed);
		expect(text).toMatch(/12 2026-\S+ \S+ UTC ✓ deployed runs now .* 11 2026/);
		expect(text).toContain("✗ rolled back to 8 alice 4f1c2ab9 sha256:0909");
		expect(pageOf(deployed).match(/<tr aria-current/g)).toHaveLength(1);
	});

	it("does without what a record does not know", () => {
		const text = textOf(makeRecord());
		expect(text).toContain("Release 1 web ✓ Superseded It ran well");
		expect(text).not.toMatch(/undefined|NaN|Timeline|Objects|Evidence/);
	});

	it("allows its own style and nothing else", () => {
		const page = pageOf(deployed);
		const [, style = ""] = /<style>(.*)<\/style>/s.exec(page) ?? [];
		const hash = createHash("sha256").update(style).digest("base64");
		expect(page).toContain(
			`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
		);
		expect(page).not.toMatch(
			/<script|<link|<img|\bstyle=|\bon\w+=|@import|url\(/i,
		);
	});
});

describe("what others wrote", () => {
	const hostile = `<script>"'&</script><img src=x onerror=alert(1)>`;
	const record = makeRecord({
		...rolledBack,
		app: hostile,
		by: hostile,
		tags: [hostile],
		image: hostile,
		contentKey: hostile,
		startedAt: hostile,
		endedAt: hostile,
		commit: { id: hostile, time: hostile },
		steps: [{ name: hostile, startedAt: "2026-11-24T11:24:05Z", seconds: 1 }],
		readySeconds: { [`Pod ${hostile}`]: 1 },
		changes: { [`Pod ${hostile}`]: "created" },
		pods: [{ name: hostile, createdAt: "2026-11-24T11:24:05Z" }],
		objects: [{ apiVersion: "v1", kind: hostile, metadata: { name: hostile } }],
		failure: {
			what: hostile,
			evidence: (["also", "event", "log", "now"] as const).map((label) => ({
				label,
				text: hostile,
				at: "2026-11-24T11:24:06Z",
			})),
			next: hostile,
		},
	});
	const tags = (page: string) =>
		[
			...new Set([...page.matchAll(/<([a-z]\w*)/g)].map(([, tag]) => tag)),
		].sort();

	it("makes no element and no attribute, and can be read", () => {
		const page = formatPage(record, hostile, [record, ...history]);
		expect(page).not.toMatch(/<script|<img|"'&</);
		expect(tags(page)).toEqual(
			expect.arrayContaining(["main", "pre", "svg", "table"]),
		);
		expect(tags(page)).not.toContain("script");
		const told =
			"&lt;script&gt;&quot;&#39;&amp;&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;";
		expect(page.split(told).length).toBeGreaterThan(20);
	});

	it("is a link where it is an address only", () => {
		const by = (by: string) => formatPage({ ...deployed, by }, "shop", []);
		expect(by("javascript:alert(1)")).not.toContain('href="javascript');
		expect(by('https://x/"onclick="y')).not.toMatch(/<a [^>]*onclick="/);
		expect(by("https://ci.example.com/7?a=1&b=2")).toContain(
			'href="https://ci.example.com/7?a=1&amp;b=2"',
		);
	});
});
