import { LabError } from "../lab/failure.ts";

const mark = "<!-- bench -->";

/** A document with the text between its two marks replaced. */
export function replaceMarked(document: string, text: string): string {
	const [before, old, after, ...more] = document.split(mark);
	if (before === undefined || old === undefined || after === undefined)
		throw new LabError(
			`the document does not have ${mark} twice`,
			`write ${mark} before and after the place of the table`,
		);
	if (more.length > 0)
		throw new LabError(
			`the document has ${mark} more than twice`,
			"leave two of them",
		);
	return `${before}${mark}\n\n${text}\n\n${mark}${after}`;
}
