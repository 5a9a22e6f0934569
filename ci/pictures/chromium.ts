import { type Browser, chromium } from "playwright-core";
import { which } from "zx";
import { install } from "../lab/offline/packages.ts";
import { step } from "../lab/progress.ts";

/** The names that distributions and Google give to it. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/** A headless Chromium: the one that is there, or Debian's. */
export async function openChromium(): Promise<Browser> {
	if (!(await findChromium()))
		await step("chromium", "the browser that opens the report", (step) =>
			install(step, { chromium: "chromium fonts-dejavu-core" }),
		);
	return chromium.launch({
		args: ["--disable-lcd-text"],
		executablePath: await findChromium(),
		// Root has no sandbox.
		chromiumSandbox: process.getuid?.() !== 0,
	});
}

async function findChromium(): Promise<string | undefined> {
	const found = await Promise.all(
		names.map((name) => which(name, { nothrow: true })),
	);
	return found.find((path) => path !== null);
}
