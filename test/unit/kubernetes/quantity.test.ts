import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuantity } from "../../../dagger/src/kubernetes/quantity.js";

describe("a quantity", () => {
	it.each([
		["0", 0],
		["2", 2],
		[3, 3],
		["500m", 0.5],
		["1.5", 1.5],
		[".5", 0.5],
		["128Mi", 128 * 2 ** 20],
		["1Gi", 2 ** 30],
		["1G", 1e9],
		["1e3", 1000],
		["12E", 12e18],
		["100k", 100_000],
	])("%s is %d", (text, number) => {
		expect(parseQuantity(text)).toBeCloseTo(number, 9);
	});

	it.each(["", "Mi", "1 Gi", "1K", "one", "1GiB", "--1"])(
		"%j is none",
		(text) => {
			expect(parseQuantity(text)).toBeNaN();
		},
	);

	it("of a thousand thousandths is one", () => {
		fc.assert(
			fc.property(fc.nat(1e9), (n) => {
				expect(parseQuantity(`${n * 1000}m`)).toBeCloseTo(parseQuantity(n), 3);
				expect(parseQuantity(`${n}Ki`)).toBe(1024 * n);
			}),
		);
	});
});
