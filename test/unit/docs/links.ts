import { dirname, join } from "node:path/posix";

/** A text and its name in the repository. */
export type Page = { path: string; text: string };

/** The relative links of Markdown pages that lead nowhere. */
export function findBrokenLinks(
	pages: Page[],
	exists: (path: string) => boolean,
): string[] {
	const anchors = new Map(
		pages.map(({ path, text }) => [path, listAnchors(text)]),
	);
	return pages.flatMap(({ path, text }) =>
		listLinks(text)
			.filter((link) => !/^[a-z]+:/.test(link))
			.filter((link) => {
				const [file = "", anchor] = link.split("#");
				const target = file === "" ? path : join(dirname(path), file);
				if (!exists(target)) return true;
				return anchor !== undefined && !anchors.get(target)?.has(anchor);
			})
			.map((link) => `${path}: ${link}`),
	);
}

function listLinks(markdown: string): string[] {
	const text = withoutCode(markdown);
	return [
		...text.matchAll(/\]\(<?([^()\s>]+)>?(?: "[^"]*")?\)/g),
		...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm),
		...text.matchAll(
			/<(?:img|a|source)\b[^>]*\b(?:src|href|srcset)="([^"]+)"/g,
		),
	].map(([, link = ""]) => link);
}

/** The anchors of a page's headings, as GitLab and GitHub make them. */
function listAnchors(markdown: string): Set<string> {
	const anchors = new Set<string>();
	const plain = markdown.replace(/^( *)(```+|~~~+).*?^ *\2 *$/gms, "");
	for (const [, heading = ""] of plain.matchAll(/^#{1,6} (.+)$/gm)) {
		const name = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
			.trim()
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, "")
			.replace(/ /g, "-");
		let anchor = name;
		for (let count = 1; anchors.has(anchor); count++)
			anchor = `${name}-${count}`;
		anchors.add(anchor);
	}
	for (const [, id = ""] of plain.matchAll(/\bid="([^"]+)"/g)) anchors.add(id);
	return anchors;
}

function withoutCode(markdown: string): string {
	return markdown
		.replace(/^( *)(```+|~~~+).*?^ *\2 *$/gms, "")
		.replace(/(`+)[^`].*?\1(?!`)/gs, "");
}
