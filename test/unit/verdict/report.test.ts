import { describe, expect, it } from "vitest";
import type { Happened } from "../../../dagger/src/cluster/ledger.js";
import {
	dotenvOf,
	isUnchanged,
	jsonOf,
	markdownOf,
	type Report,
	textOf,
	verdictOf,
} from "../../../dagger/src/verdict/report.js";

const digest = `sha256:${"4f1c".repeat(16)}`;
const image = `docker.io/alice/flask-app@${digest}`;
const report = (...happened: Happened[]): Report => ({
	image,
	tags: ["1.4.2", "latest"],
	namespace: "shop",
	objects: happened.map((what, index) =>
		index === 0
			? { kind: "Secret", name: "dockerhub-secret", happened: what, state: "" }
			: {
					kind: "Pod",
					name: "flask-app",
					happened: what,
					state: "1 of 1 containers ready",
				},
	),
	steps: [
		{ name: "check", seconds: 1.04 },
		{ name: "rollout", seconds: 11.26 },
	],
});
const deployed = report("unchanged", "configured");
const unchanged = report("unchanged", "unchanged");

describe("a deploy", () => {
	it.each<[Happened, boolean]>([
		["unchanged", true],
		["created", false],
		["configured", false],
		["recreated", false],
	])("with an object %s: nothing changed is %s", (happened, expected) => {
		expect(isUnchanged(report("unchanged", happened))).toBe(expected);
	});

	it("has a verdict of one line", () => {
		expect(verdictOf(deployed)).toBe(
			"deployed: what was applied is ready (12.3 s)",
		);
		expect(verdictOf(unchanged)).toBe(
			"nothing to do: the cluster already runs this image and these manifests (12.3 s)",
		);
	});
});

describe("the text", () => {
	it("of a deploy", () => {
		expect(
			textOf(deployed),
		).toBe(`✓ deployed: what was applied is ready (12.3 s)
  image    ${image}
  in       namespace shop
  object   Secret dockerhub-secret  unchanged
  object   Pod flask-app            configured, 1 of 1 containers ready
  seconds  check 1.0, rollout 11.3`);
	});

	it("of one without a change", () => {
		expect(
			textOf(unchanged),
		).toBe(`✓ nothing to do: the cluster already runs this image and these manifests (12.3 s)
  image    ${image}
  in       namespace shop
  object   Secret dockerhub-secret  unchanged
  object   Pod flask-app            unchanged, 1 of 1 containers ready
  seconds  check 1.0, rollout 11.3`);
	});
});

describe("the variables", () => {
	it.each([
		[deployed, "true"],
		[unchanged, "false"],
	])("say what runs, and whether it changed", (one, changed) => {
		expect(dotenvOf(one)).toBe(
			[
				`SLIPWAY_IMAGE=${image}`,
				`SLIPWAY_DIGEST=${digest}`,
				"SLIPWAY_TAGS=1.4.2,latest",
				"SLIPWAY_NAMESPACE=shop",
				`SLIPWAY_CHANGED=${changed}`,
				"",
			].join("\n"),
		);
	});

	it("are in the form that GitLab reads", () => {
		const lines = dotenvOf(deployed).split("\n");
		expect(lines.pop()).toBe("");
		for (const line of lines)
			expect(line).toMatch(/^[A-Za-z_][A-Za-z0-9_]*=[^\s"'#`$\\]+$/);
		expect(new Set(lines.map((line) => line.split("=")[0])).size).toBe(
			lines.length,
		);
	});
});

describe("the Markdown", () => {
	it("has the verdict, the objects and the steps", () => {
		expect(
			markdownOf(deployed),
		).toBe(`## deployed: what was applied is ready (12.3 s)

Image \`${image}\` in namespace \`shop\`.

| object | what happened | state |
| --- | --- | --- |
| Secret \`dockerhub-secret\` | unchanged |  |
| Pod \`flask-app\` | configured | 1 of 1 containers ready |

| step | seconds |
| --- | --- |
| check | 1.0 |
| rollout | 11.3 |
`);
	});

	it("keeps a state with bars in its cell", () => {
		const [object] = deployed.objects;
		const one = {
			...deployed,
			objects: object ? [{ ...object, state: "a|b|c" }] : [],
		};
		expect(markdownOf(one)).toContain("| unchanged | a\\|b\\|c |\n");
	});
});

describe("the JSON", () => {
	it.each([
		[deployed, true],
		[unchanged, false],
	])("is the whole record", (one, changed) => {
		expect(JSON.parse(jsonOf(one))).toEqual({ ...one, changed });
		expect(jsonOf(one).endsWith("}\n")).toBe(true);
	});
});
