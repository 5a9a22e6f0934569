import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions } from "playwright-core";
import { say } from "../lab/progress.ts";
import { openChromium } from "./chromium.ts";
import { deployTwice } from "./deploys.ts";
import { drawTerminal } from "./terminal.ts";

const images = join(import.meta.dirname, "../../docs/images");

/** Takes the pictures of the documentation from real runs. */
export async function takePictures(env: NodeJS.ProcessEnv): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "slipway-pictures-"));
	const browser = await openChromium();
	try {
		await mkdir(images, { recursive: true });
		const seen = await deployTwice(env, folder);
		await writeFile(join(images, "deploy.svg"), drawTerminal(seen.terminal));
		await photograph("report.png", seen.rolledBack, {
			viewport: { width: 1280, height: 800 },
			colorScheme: "light",
		});
		await photograph("report-dark-phone.png", seen.deployed, {
			viewport: { width: 360, height: 780 },
			colorScheme: "dark",
			deviceScaleFactor: 2,
		});
		say(`✓ pictures: ${images}`);
	} finally {
		await browser.close();
		await rm(folder, { recursive: true, force: true });
	}

	/** A page from its beginning to the end of its timeline. */
	async function photograph(
		name: string,
		html: string,
		look: BrowserContextOptions & { viewport: { width: number } },
	): Promise<void> {
		const file = join(folder, `${name}.html`);
		await writeFile(file, html);
		const page = await browser.newPage(look);
		await page.goto(pathToFileURL(file).href);
		const end = page.locator("section", { has: page.locator("#timeline") });
		const { y = 0, height = 0 } = (await end.boundingBox()) ?? {};
		await page.screenshot({
			path: join(images, name),
			fullPage: true,
			clip: { x: 0, y: 0, width: look.viewport.width, height: y + height + 32 },
		});
		await page.close();
	}
}
