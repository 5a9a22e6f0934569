import { expect, it } from "vitest";
import { shorten } from "../../../dagger/src/health/problem.js";

it.each([
	["no match. And more", "no match"],
	["no match\nand more", "no match"],
	["no match here at all", "no match …"],
	["registry.example.com", "…"],
])(
	"%j is shortened to its first sentence, or to words that fit",
	(text, short) => {
		expect(shorten(text, 12)).toBe(short);
	},
);
