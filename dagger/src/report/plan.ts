/** What a deploy would change, in words: kubectl's diff, with a headline for each object. */
export function formatPlan(diff: string): string {
	if (diff.trim() === "")
		return "nothing would change: the cluster already has this image and these manifests";
	return diff
		.replace(/^diff .*\n/gm, "") // GNU's diff names its command, busybox's does not
		.split(/^(?=--- .*\n\+\+\+ )/m)
		.map(formatSection)
		.join("\n\n");
}

function formatSection(section: string): string {
	const [, to = "", ...lines] = section.trimEnd().split("\n");
	const isNew = lines.some((line) => line.startsWith("@@ -0,0 "));
	return [
		`${isNew ? "would create" : "would change"} ${findTitle(to)}`,
		...lines.filter((line) => !line.startsWith("@@")),
	].join("\n");
}

// kubectl names the files that it compares after the object: GROUP.VERSION.KIND.NAMESPACE.NAME
function findTitle(line: string): string {
	const file = line.split("\t")[0]?.split("/").at(-1) ?? "";
	const [, kind, name] = /(?:^|\.)([A-Z]\w*)\.[^.]*\.(.+)$/.exec(file) ?? [];
	return kind ? `${kind} ${name}` : file;
}
