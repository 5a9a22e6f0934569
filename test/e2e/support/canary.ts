import { randomBytes } from "node:crypto";

/** A secret, and the word in it by which it is found; what stands around that is what scripts get wrong. */
export type Canary = { name: string; value: string; word: string };

export function plant(name: string): Canary {
	const word = `canary${randomBytes(12).toString("hex")}`;
	return { name, word, value: `$'"\\ ${word}&=é` };
}

/** A secret that others made. */
export const known = (name: string, value: string): Canary => ({
	name,
	value,
	word: longestWord(value),
});

function longestWord(value: string): string {
	const words = value.match(/[\w+/-]+/g) ?? [];
	return words.sort((a, b) => b.length - a.length)[0] ?? "";
}

/** The forms in which a word may turn up: as it is, in a URL, and in the base64 of any text that holds it. */
export function formsOf(word: string): string[] {
	// A character of base64 depends on its neighbours: those that do at the ends are left out.
	const encoded = [0, 1, 2].map((before) => {
		const bytes = Buffer.from(`${"_".repeat(before)}${word}`);
		const whole = bytes.length - (bytes.length % 3);
		const text = bytes.subarray(0, whole).toString("base64");
		return text.slice(before === 0 ? 0 : 4);
	});
	return [...new Set([word, encodeURIComponent(word), ...encoded])];
}

/** The names of those that some bytes hold, in whatever form. */
export function findCanaries(bytes: Buffer, canaries: Canary[]): string[] {
	return canaries
		.filter(({ word }) => formsOf(word).some((form) => bytes.includes(form)))
		.map(({ name }) => name);
}
