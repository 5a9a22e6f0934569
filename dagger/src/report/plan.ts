import { placeholderDigest } from "../image/reference.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import type { Removal } from "../release/removed.js";

/** What a deploy would do. */
export type Plan = {
	/** What kubectl diff printed. */
	diff: string;
	/** What is created or recreated, without a difference to show. */
	created: KubeObject[];
	recreated: KubeObject[];
	/** What the manifests have no longer. */
	removed: Removal;
	image: string;
	/** Why it would be built, or need not be. */
	why?: string;
	/** Where the image runs, in words. */
	places: string[];
};

/** A plan in words: kubectl's diff, with a headline for each object; then the image and where it is put. */
export function formatPlan(plan: Plan): string {
	const sections = [
		...listSections(plan.diff),
		...plan.created.map((object) => `would create ${formatName(object)}`),
		...plan.recreated.map(
			(object) =>
				`would delete ${formatName(object)} and create it again: it cannot be changed in place`,
		),
		...plan.removed.delete.map(
			(object) => `would delete ${formatName(object)}`,
		),
	];
	if (sections.length === 0)
		return "nothing would change: the cluster already has this image and these manifests";
	const end = [
		`image    ${plan.image}`,
		`in       ${plan.places.join(", ")}`,
		...(plan.why ? [`build    ${plan.why}`] : []),
	].join("\n");
	// What is to be built has no digest yet.
	const text = [...sections, end].join("\n\n");
	return text.replaceAll(placeholderDigest, "sha256:…");
}

function listSections(diff: string): string[] {
	return splitDiff(diff).map(formatSection);
}

/** The objects that a diff is about, and whether the cluster lacks them: `Deployment web`. */
export function listTitles(diff: string): { name: string; isNew: boolean }[] {
	return splitDiff(diff).map((section) => {
		const [, to = "", ...lines] = section.split("\n");
		return { name: findTitle(to), isNew: isNew(lines) };
	});
}

// Of a Secret that is not there, kubectl masks the lack of it: as null.
function isNew(lines: string[]): boolean {
	return lines.some((line) => /^@@ -0,0 |^-null$/.test(line));
}

function splitDiff(diff: string): string[] {
	if (diff.trim() === "") return [];
	return diff
		.replace(/^diff .*\n/gm, "") // GNU's diff names its command, busybox's does not
		.split(/^(?=--- .*\n\+\+\+ )/m);
}

function formatSection(section: string): string {
	const [, to = "", ...lines] = section.trimEnd().split("\n");
	return [
		`${isNew(lines) ? "would create" : "would change"} ${findTitle(to)}`,
		...lines.filter((line) => !/^@@|^-null$/.test(line)),
	].join("\n");
}

// kubectl names the files that it compares after the object: GROUP.VERSION.KIND.NAMESPACE.NAME
function findTitle(line: string): string {
	const file = line.split("\t")[0]?.split("/").at(-1) ?? "";
	const [, kind, name] = /(?:^|\.)([A-Z]\w*)\.[^.]*\.(.+)$/.exec(file) ?? [];
	return kind ? `${kind} ${name}` : file;
}
