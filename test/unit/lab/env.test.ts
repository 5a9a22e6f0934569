import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { exports, quoted } from "../../../ci/lab/env.ts";

const awkward = `$'"\\ two  spaces\nand a line; $(false) \`false\` !`;

test.each(["sh", "bash"])("%s reads a quoted word back as it was", (shell) => {
	const read = execFileSync(shell, ["-c", `printf %s ${quoted(awkward)}`]);
	expect(String(read)).toBe(awkward);
});

test("what is to be evaluated sets each variable and puts the programs first", () => {
	const script = `${exports("/opt/a b/bin", { LAB_PASSWORD: awkward })}\nprintf '%s|%s' "$PATH" "$LAB_PASSWORD"`;
	const env = { PATH: "/usr/bin:/bin" };
	expect(String(execFileSync("sh", ["-c", script], { env }))).toBe(
		`/opt/a b/bin:/usr/bin:/bin|${awkward}`,
	);
});
