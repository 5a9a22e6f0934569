import { describe, expect, it } from "vitest";
import { drawTerminal } from "../../../ci/pictures/terminal.ts";

const textsOf = (svg: string) =>
	[...svg.matchAll(/<text class="(\w+)".*?>(.*)<\/text>/g)].map(
		([, name, text]) => `${name}: ${text?.replace(/<\/?tspan>/g, "|")}`,
	);

describe("a terminal as a picture", () => {
	it("has its lines, coloured by how they begin, the seconds as they were", () => {
		const svg = drawTerminal(
			"$ dagger call deploy\n✓ build  5.2 s\n✗ push  0.1 s\n…  2 s  Pod web\n  Pod web created\nweb Pod deployment initiated.\n",
		);
		expect(textsOf(svg)).toEqual([
			"said: $ dagger call deploy",
			"good: |✓| build  5.2 s",
			"bad: |✗| push  0.1 s",
			"soft: …  2 s  Pod web",
			"soft:   Pod web created",
			"plain: web Pod deployment initiated.",
		]);
	});

	it("has the text that colours stand around", () => {
		expect(textsOf(drawTerminal("\u001b[32m✓\u001b[0m build"))).toEqual([
			"good: |✓| build",
		]);
	});

	it("has no markup but its own", () => {
		const svg = drawTerminal('✗ <script>alert("&")</script>');
		expect(textsOf(svg)).toEqual([
			"bad: |✗| &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;",
		]);
		expect(svg).toContain(
			'aria-label="✗ &lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;"',
		);
		expect(svg).not.toContain("<script");
	});

	it("is as wide as its longest line, which goes on below where it is too long", () => {
		const widthOf = (text: string) =>
			Number(/width="(\d+)"/.exec(drawTerminal(text))?.[1]);
		expect(widthOf("x".repeat(80))).toBeGreaterThan(widthOf("x".repeat(40)));
		expect(widthOf("x".repeat(300))).toBe(widthOf("x".repeat(110)));
		expect(textsOf(drawTerminal(`  now      ${"word ".repeat(30)}`))).toEqual([
			expect.stringMatching(/^soft: {3}now {6}word/),
			expect.stringMatching(/^soft: {3}word/),
		]);
	});

	it("has digests as short as people read them", () => {
		const svg = drawTerminal(`image@sha256:${"0a".repeat(32)} of deadbeef`);
		expect(textsOf(svg)).toEqual(["plain: image@sha256:0a0a0a0a… of deadbeef"]);
	});
});
