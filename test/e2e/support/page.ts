/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

export type Look = { width: number; scheme: "light" | "dark" };

/** What is wrong with a page as a browser shows it. */
export type Faults = {
	/** By how many pixels it is wider than the window. */
	overflow: number;
	console: string[];
	requests: string[];
	/** Texts and bars that are hard to see, with their contrast. */
	faint: string[];
};

/** Opens a page from a file, as people do, without scripts. */
export async function openPage(
	browser: Browser,
	folder: string,
	html: string,
	{ width, scheme }: Look,
): Promise<{ page: Page; faults: Faults }> {
	const file = join(folder, `${crypto.randomUUID()}.html`);
	await writeFile(file, html);
	const url = pathToFileURL(file).href;
	const page = await browser.newPage({
		viewport: { width, height: 800 },
		colorScheme: scheme,
		javaScriptEnabled: false,
	});
	const messages: string[] = [];
	const requests: string[] = [];
	page.on("console", (message) => messages.push(message.text()));
	page.on("request", (request) => requests.push(request.url()));
	await page.goto(url);
	const overflow = await page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		return scrollWidth - clientWidth;
	});
	const faint = await page.evaluate(findFaint);
	return {
		page,
		faults: {
			overflow,
			faint,
			console: messages,
			requests: requests.filter((one) => one !== url),
		},
	};
}

/** Runs in the page: what has less contrast than WCAG 2.2 asks for, 4.5 for texts and 3 for what is drawn. */
function findFaint(): string[] {
	type Colour = [red: number, green: number, blue: number, alpha: number];
	const parse = (text: string): Colour => {
		const [red = 0, green = 0, blue = 0, alpha = 1] = (
			text.match(/[\d.]+/g) ?? []
		).map(Number);
		return [red, green, blue, alpha];
	};
	const blend = (over: Colour, under: Colour): Colour => {
		const mix = (index: 0 | 1 | 2) =>
			over[index] * over[3] + under[index] * (1 - over[3]);
		return [mix(0), mix(1), mix(2), 1];
	};
	const luminance = ([red, green, blue]: Colour) => {
		const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
			const share = value / 255;
			return share <= 0.04045
				? share / 12.92
				: ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const backgroundOf = (element: Element | null): Colour => {
		if (!element) return [255, 255, 255, 1];
		const own = parse(getComputedStyle(element).backgroundColor);
		return own[3] === 1 ? own : blend(own, backgroundOf(element.parentElement));
	};
	const contrast = (element: Element, colour: string) => {
		const under = backgroundOf(element);
		const [one, other] = [blend(parse(colour), under), under].map(luminance);
		const [dark = 0, light = 0] = [one ?? 0, other ?? 0].sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05);
	};
	const texts = [...document.body.querySelectorAll("*")].filter((element) =>
		[...element.childNodes].some(
			({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
		),
	);
	const drawn = [...document.body.querySelectorAll(".bar, circle")];
	return [
		...texts.map((element) => ({ element, least: 4.5 })),
		...drawn.map((element) => ({ element, least: 3 })),
	].flatMap(({ element, least }) => {
		const { color, fill } = getComputedStyle(element);
		const colour = element instanceof SVGElement ? fill : color;
		const ratio = contrast(element, colour);
		const name = element.textContent?.trim() || element.outerHTML;
		return ratio < least ? [`${ratio.toFixed(2)} ${name.slice(0, 60)}`] : [];
	});
}
