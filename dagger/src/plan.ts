/** What a deploy would change, in words: kubectl's diff, with a headline for each object. */
export function planText(diff: string): string {
	const sections = diff
		.split(/^(?=diff )/m)
		.filter((section) => section.startsWith("diff "));
	if (sections.length === 0)
		return "nothing would change: the cluster already has this image and these manifests";
	return sections.map(sectionText).join("\n\n");
}

function sectionText(section: string): string {
	const [command = "", ...lines] = section.trimEnd().split("\n");
	const body = lines.filter((line) => !/^(---|\+\+\+) /.test(line));
	const isNew = body.some((line) => line.startsWith("@@ -0,0 "));
	return [
		`${isNew ? "would create" : "would change"} ${titleOf(command)}`,
		...body.filter((line) => !line.startsWith("@@")),
	].join("\n");
}

// kubectl names the files that it compares after the object: GROUP.VERSION.KIND.NAMESPACE.NAME
function titleOf(command: string): string {
	const file = command.split(/\s/).at(-1)?.split("/").at(-1) ?? "";
	const [, kind, name] = /(?:^|\.)([A-Z]\w*)\.[^.]*\.(.+)$/.exec(file) ?? [];
	return kind ? `${kind} ${name}` : file;
}
