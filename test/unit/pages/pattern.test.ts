import { expect, it } from "vitest";
import { type Forms, readPattern } from "../../../ci/pages/pattern.js";
import { catalogue } from "../../../dagger/src/failures/catalogue.js";

it.each<[RegExp, Forms[]]>([
	[/denied/, [[["denied"]]]],
	[/^error: EOF$/, [[["error: EOF"]]]],
	[/quota|: 507\b/, [[["quota", ": 507"]]]],
	[/connection (?:reset|lost)/, [[["connection reset", "connection lost"]]]],
	[/quota: (?<quota>[^,\s]+)/, [[["quota: QUOTA"]]]],
	[/key: (?<kind>Secret|ConfigMap)/, [[["key: KIND"]]]],
	[/code: (?<code>4\d\d)/, [[["code: 4xx"]]]],
	[/exit code \d+/, [[["exit code N"]]]],
	[/code 12[67]\b/, [[["code 126", "code 127"]]]],
	[/size[_ ]invalid/, [[["size invalid"]]]],
	[/exec: \\?"(?<command>[^"\\]+)\\?":/, [[['exec: "COMMAND":']]]],
	[/exceeds? the (?:upper )?limit/, [[["exceeds the limit"]]]],
	[/Failed.*(?:secret|key) is/s, [[["Failed"], ["secret is", "key is"]]]],
	[/a.*b|c/, [[["a"], ["b"]], [["c"]]]],
	[/\w+Pull\w*: /, [[["…Pull…:"]]]],
	[/(?:a|b)(?:c|d)(?:1|2|3|4)(?:e|f)/, [[["ac1e", "ac2e", "ac3e", "ac4e"]]]],
])("%s reads %j", (pattern, expected) => {
	expect(readPattern(pattern)).toEqual(expected);
});

/** What may stand where a form has a name in capitals. */
const words = [
	"abc",
	"secret",
	"Secret",
	"Readiness",
	"PriorityClass",
	"80",
	'a "b"',
];

function fillIn(form: string): string[] {
	const names = form.match(/\b[A-Z]{3,}\b/g) ?? [];
	return names
		.reduce(
			(texts, name) =>
				texts.flatMap((one) =>
					[name, ...words].map((word) => one.replace(name, word)),
				),
			[form, `${form} `],
		)
		.map((text) =>
			text
				.replaceAll("…", "a")
				.replace(/(?<=\d)x+\b/g, (digits) => "0".repeat(digits.length))
				.replace(/\b(?:x|N)\b/g, "1"),
		);
}

it.each(catalogue.map(({ name, pattern }) => ({ name, pattern })))(
	"what is read from $name is what it finds",
	({ pattern }) => {
		for (const pieces of readPattern(pattern)) {
			const longest = Math.max(...pieces.map((forms) => forms.length));
			for (let index = 0; index < longest; index++) {
				const form = pieces
					.map((forms) => forms[Math.min(index, forms.length - 1)])
					.join(" ");
				const found = fillIn(form).some((text) => pattern.test(text));
				expect(found, form).toBe(true);
			}
		}
	},
);
