import type { ReleaseRecord } from "../release/record.js";

/** The sentence of a failure that names an object, if it names it. */
export function findFailure(
	{ failure }: ReleaseRecord,
	name: string,
): string | undefined {
	const { what = "", evidence = [] } = failure ?? {};
	const others = evidence.filter(({ label }) => label === "also");
	const sentences = [
		what.replace(/^✗ \w+: /, ""),
		...others.map(({ text }) => text),
	];
	return sentences.find(
		(one) => one.startsWith(`${name} `) || one.startsWith(`${name}:`),
	);
}
