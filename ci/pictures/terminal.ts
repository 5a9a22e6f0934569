import { stripVTControlCharacters } from "node:util";

const [column, line, padding, bar] = [8.43, 21, 22, 40];
const widest = 110;

const colours: [RegExp, string][] = [
	[/^\$ /, "said"],
	[/^✓/, "good"],
	[/^✗/, "bad"],
	[/^(?:…| {2,})/, "soft"],
];

/** What a terminal shows as a picture: a window with its lines, each coloured by how it begins. */
export function drawTerminal(text: string): string {
	const lines = stripVTControlCharacters(text)
		.trimEnd()
		.split("\n")
		.map((one) => one.replace(/([0-9a-f]{8})[0-9a-f]{24,}/g, "$1…"))
		.flatMap(wrap);
	const columns = Math.max(...lines.map((one) => one.length));
	const width = Math.ceil(columns * column + 2 * padding);
	const height = bar + lines.length * line + padding - 6;
	const dots = [0, 1, 2].map(
		(index) => `<circle cx="${padding + 4 + index * 18}" cy="20" r="5.5"/>`,
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(lines[0] ?? "")}">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #dfe3e7; }
.said { font-weight: 600; } .good tspan { fill: #6fcf97; } .bad tspan { fill: #ff9489; } .soft { fill: #a0a8b2; }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#15181c"/>
<g fill="#3a414a">${dots.join("")}</g>
${lines.map((one, index) => drawLine(one, bar + 14 + index * line)).join("\n")}
</svg>
`;
}

function drawLine(text: string, y: number): string {
	const [, name = "plain"] = colours.find(([begin]) => begin.test(text)) ?? [];
	const marked = /^[✓✗]/.test(text)
		? `<tspan>${text[0]}</tspan>${escapeXml(text.slice(1))}`
		: escapeXml(text);
	return `<text class="${name}" x="${padding}" y="${y}" xml:space="preserve">${marked}</text>`;
}

/** What is too long goes on below, as far in as its line. */
function wrap(text: string): string[] {
	if (text.length <= widest) return [text];
	const indent = /^(?:[✓✗…] |\s*)/.exec(text)?.[0].length ?? 0;
	const space = text.lastIndexOf(" ", widest);
	const end = space > indent ? space : widest;
	const rest = " ".repeat(indent) + text.slice(end).trimStart();
	return [text.slice(0, end), ...wrap(rest)];
}

function escapeXml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}
