import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDotenv } from "../../../dagger/src/input/dotenv.js";

const parse = (text: string) => Object.fromEntries(parseDotenv(text));

describe("dotenv lines", () => {
	it.each<[string, string, string]>([
		["as it is", "A=b", "b"],
		["with spaces inside", "A=b c", "b c"],
		["with spaces around", "  A  =  b  ", "b"],
		["exported", "export A=b", "b"],
		["empty", "A=", ""],
		["empty in quotes", `A=""`, ""],
		["empty before a comment", "A= # c", ""],
		["with = in it", "A=b=c==", "b=c=="],
		["with a comment", "A=b # c", "b"],
		["with a # that begins no comment", "A=b#c", "b#c"],
		["with a # at its beginning", "A=#b", "#b"],
		["with quotes inside", `A={"b":'c'}`, `{"b":'c'}`],
		["with $, which is nothing special", "A=$B$(C)$$", "$B$(C)$$"],
		["with a backslash", String.raw`A=b\nc`, String.raw`b\nc`],
		["in single quotes", `A='b "c" # d'`, `b "c" # d`],
		["in single quotes with one", String.raw`A='it\'s'`, "it's"],
		[
			"in single quotes, escaping nothing",
			String.raw`A='\n\\'`,
			String.raw`\n\\`,
		],
		["in double quotes", `A="b 'c' # d"`, "b 'c' # d"],
		["in double quotes with some", String.raw`A="\"b\""`, '"b"'],
		["with escapes", String.raw`A="\n\r\t\\n\$"`, "\n\r\t\\n$"],
		["with others, which stay", String.raw`A="\d\'"`, String.raw`\d\'`],
		["before a comment after the quote", `A="b" # "c"`, "b"],
		["of several lines", `A="b\n\nc=d # e"`, "b\n\nc=d # e"],
		["of several lines in single quotes", "A='b\nc'", "b\nc"],
		["with Windows' line breaks", `A="b\r\nc"\r\n`, "b\nc"],
		["after a byte order mark", "\uFEFFA=b", "b"],
	])("have a value %s", (_, text, value) => {
		expect(parse(text)).toEqual({ A: value });
	});

	it("may be empty or comments, and any number", () => {
		expect(parse("\n# A=b\n \t\nB=c\r\n  # d\n\nC=d")).toEqual({
			B: "c",
			C: "d",
		});
		expect(parse("")).toEqual({});
	});

	it("may set a name again: the last counts", () => {
		expect(parse("A=b\nB=c\nA=d")).toEqual({ A: "d", B: "c" });
	});

	it.each(["A", "a_1", "_A", "A.b-c", "-a", ".a", "export", "__proto__"])(
		"may set %s",
		(name) => {
			expect([...parseDotenv(`${name}=b`)]).toEqual([[name, "b"]]);
		},
	);

	it.each<[string, number, string]>([
		["hunter22", 1, "is not NAME=value"],
		["A=b\n\nhunter22", 3, "is not NAME=value"],
		["export hunter22", 1, "is not NAME=value"],
		["A: hunter22", 1, "is not NAME=value"],
		["=hunter22", 1, "is not NAME=value"],
		["1A=hunter22", 1, "is not NAME=value"],
		["Ä=hunter22", 1, "is not NAME=value"],
		["A B=hunter22", 1, "is not NAME=value"],
		[".=hunter22", 1, "is not NAME=value"],
		["..A=hunter22", 1, "is not NAME=value"],
		[`${"A".repeat(254)}=hunter22`, 1, "is not NAME=value"],
		['A=b\nB="hunter22\nC=d\n', 2, "begins a quote that does not end"],
		["A='hunter22", 1, "begins a quote that does not end"],
		[String.raw`A="hunter22\"`, 1, "begins a quote that does not end"],
		['A="hunter22"b', 1, "goes on after the quote that ends there"],
		['A="b\nhunter22" c', 2, "goes on after the quote that ends there"],
		["A=hunter22\0", 1, "has a NUL character, which no variable can hold"],
	])("%j is refused by its number, without its content", (text, line, why) => {
		const refusal = (() => {
			try {
				return parse(text);
			} catch (error) {
				return (error as Error).message;
			}
		})();
		expect(refusal).toMatch(
			new RegExp(`^--env-file cannot be read: line ${line} ${why}\n  next `),
		);
		expect(refusal).not.toContain("hunter22");
	});
});

describe("any value", () => {
	// NUL no variable can hold.
	const value = fc
		.string({ unit: "binary" })
		.map((text) => text.replaceAll("\0", ""));
	const name = fc.stringMatching(/^[_a-zA-Z][-._a-zA-Z0-9]{0,20}$/);
	const variables = fc.dictionary(name, value, { noNullPrototype: true });
	const double = (text: string) =>
		`"${text.replace(/["\\$]/g, "\\$&").replaceAll("\r", "\\r")}"`;

	it("comes back from double quotes, between whatever else a file holds", () => {
		fc.assert(
			fc.property(
				variables,
				fc.constantFrom("", "export ", "\t"),
				fc.constantFrom("\n", "\r\n", " # it's\n", "\n\n# A=b\n"),
				(given, before, after) => {
					const lines = Object.entries(given).map(
						([name, value]) => `${before}${name}=${double(value)}${after}`,
					);
					expect(parse(lines.join(""))).toEqual({ ...given });
				},
			),
		);
	});

	it("comes back from single quotes, unless a backslash would change their end", () => {
		fc.assert(
			fc.property(value, (text) => {
				const plain = text.replace(/[\\\r]/g, "");
				expect(parse(`A='${plain.replaceAll("'", "\\'")}'`)).toEqual({
					A: plain,
				});
			}),
		);
	});

	it("is read or refused without showing it, and in time that grows with its length", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				try {
					parse(`A=b\n${text}`);
				} catch (error) {
					expect((error as Error).message).toMatch(
						/^--env-file cannot be read: line \d+ (?:is|begins|goes|has) /,
					);
				}
			}),
		);
		const long = `"${String.raw`a\"`.repeat(300_000)}`;
		expect(() => parse(`A=${long}`)).toThrow("line 1 begins a quote");
		expect(parse(`A=${long}"`)).toHaveProperty("A");
	});
});
