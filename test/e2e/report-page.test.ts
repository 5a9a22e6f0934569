import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openChromium } from "../../ci/pictures/chromium.ts";
import { formatPage } from "../../dagger/src/report/page/page.js";
import { makeRecord } from "../unit/records.js";
import * as samples from "../unit/report/page/samples.js";
import { type Look, openPage } from "./support/page.js";

const { deployed, fiftyObjects, history, killed, kept } = samples;
const { longNames, old, rolledBack } = samples;

let browser: Browser;
let folder: string;
beforeAll(async () => {
	browser = await openChromium();
	folder = await mkdtemp(join(tmpdir(), "slipway-page-"));
});
afterAll(async () => {
	await browser?.close();
	await rm(folder, { recursive: true, force: true });
});

const looks: Look[] = [360, 1280].flatMap((width) =>
	(["light", "dark"] as const).map((scheme) => ({ width, scheme })),
);
const pageOf = (record: typeof deployed) =>
	formatPage(record, "shop", [record, ...history]);
const open = (html: string, look: Look) =>
	openPage(browser, folder, html, look);

describe.each(looks)("report.html, $width pixels wide, $scheme", (look) => {
	it.each([
		["that is deployed", deployed],
		["that was rolled back", rolledBack],
		["that failed", kept],
		["that was killed", killed],
		["without times", old],
		["with long names", longNames],
		["with 50 objects", fiftyObjects],
		["that knows little", makeRecord()],
	])(
		"of a release %s fits, is legible and fetches nothing",
		async (_, record) => {
			const { page, faults } = await open(pageOf(record), look);
			expect(faults).toEqual({
				overflow: 0,
				console: [],
				requests: [],
				faint: [],
			});
			await page.close();
		},
	);

	it("is told from one that does not fit, is faint and fetches", async () => {
		const spoiled = pageOf(deployed)
			.replace(/<meta http-equiv.*>\n/, "")
			.replace(
				"</main>",
				'<pre style="width: 1400px">x</pre><p style="color: rgb(128 128 128 / 70%)">faint</p><img src="https://localhost:1/x.png"></main>',
			);
		const { page, faults } = await open(spoiled, look);
		expect(faults.overflow).toBeGreaterThan(0);
		expect(faults.faint).toEqual([expect.stringMatching(/^\d\.\d\d faint$/)]);
		expect(faults.requests).toEqual(["https://localhost:1/x.png"]);
		expect(faults.console).toHaveLength(1);
		await page.close();
	});

	it("has headings, landmarks and tables that can be found without eyes", async () => {
		const { page } = await open(pageOf(rolledBack), look);
		const names = [
			"✗ Rolled back to release 11 in 26.4 s",
			...["Evidence", "What was deployed", "Timeline", "Objects 4", "History"],
		];
		const count = (...found: Parameters<typeof page.getByRole>) =>
			page.getByRole(...found).count();
		expect(await count("heading", { level: 1, name: "shop" })).toBe(1);
		for (const name of names) {
			expect(await count("heading", { level: 2, name, exact: true })).toBe(1);
			expect(await count("region", { name, exact: true })).toBe(1);
		}
		for (const landmark of ["banner", "main", "contentinfo"] as const)
			expect(await count(landmark)).toBe(1);
		expect(await count("table")).toBe(4);
		expect(await count("rowheader", { name: "Deployment worker" })).toBe(2);
		expect(await page.locator("th:not([scope])").count()).toBe(0);
		expect(await page.locator("html[lang=en]").count()).toBe(1);
		await page.close();
	});
});

it("no script that gets into the page would run", async () => {
	const html = pageOf(deployed).replace(
		"</main>",
		"<script>document.title = 'run'</script></main>",
	);
	const page = await browser.newPage();
	const messages: string[] = [];
	page.on("console", (message) => messages.push(message.text()));
	await page.setContent(html);
	expect(await page.title()).toBe("shop: release 12, deployed");
	expect(messages.join()).toContain("Content Security Policy");
	await page.close();
});
