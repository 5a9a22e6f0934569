import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "../../../../dagger/src/report/page/html.js";

const shown = (text: string) => html`<p title="${text}">${text}</p>`.markup;

describe("a value in markup", () => {
	it.each([
		["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
		['" onload="x', "&quot; onload=&quot;x"],
		["' onload='x", "&#39; onload=&#39;x"],
		["&lt;", "&amp;lt;"],
		["a\u0000b\u001bc", "a\ufffdb\ufffdc"],
		["\u001b[1;31mred\u001b[0m", "red"],
		["user\u202e gnp.exe", "user\ufffd gnp.exe"],
		["half \ud83d", "half \ufffd"],
	])("%j is text", (text, escaped) => {
		expect(shown(text)).toBe(`<p title="${escaped}">${escaped}</p>`);
	});

	it.each([
		"a [INFO] b\n[ERROR]",
		"tab\tand line\n",
		"naïve 日本語 👩‍💻 שלום",
		"1 + 1 = 2",
	])("%j stays as it is", (text) => {
		expect(shown(text)).toBe(`<p title="${text}">${text}</p>`);
	});

	it("never ends what it stands in", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
				const { markup } = html`<p title="${text}">${text}</p>`;
				expect(markup.match(/[<>"]/g)?.join("")).toBe('<"">' + "<>");
			}),
		);
	});

	it("is markup where it was made as such, alone or in a list", () => {
		const item = html`<li>${"<"}</li>`;
		expect(html`<ul>${[item, item]}</ul>${undefined}${3}`.markup).toBe(
			"<ul><li>&lt;</li><li>&lt;</li></ul>3",
		);
	});
});
