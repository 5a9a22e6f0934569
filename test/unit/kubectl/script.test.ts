import { execFileSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type Call,
	type Heartbeat,
	parseAnswers,
	script,
	timeOfCall,
} from "../../../dagger/src/kubectl/script.js";

let folder: string;

// It says its arguments, one a line and each in brackets; `fail` ends with 3, `log` prints a file.
const stub = `#!/bin/sh
for argument; do printf '[%s]\\n' "$argument"; done
case $1 in
fail) echo "no: $2" >&2; exit 3 ;;
warn) echo "careful" >&2 ;;
log) cat "$2" ;;
read) cat ;;
nap) sleep 0.3; date +%s%N ;;
sleep) sleep "$2" ;;
beat) shift; printf '%s\n' "$@" >>"$BEATS"; exit 1 ;;
esac
`;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "slipway-kubectl-"));
	writeFileSync(join(folder, "kubectl"), stub);
	chmodSync(join(folder, "kubectl"), 0o755);
	writeFileSync(join(folder, "input"), "handed over\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(calls: Call[], parallel?: boolean, heartbeat?: Heartbeat) {
	const conversation = mkdtempSync(join(folder, "conversation-"));
	const text = script(calls, conversation, { parallel, heartbeat });
	const stdout = execFileSync("sh", ["-c", text], {
		env: {
			PATH: `${folder}:${process.env.PATH}`,
			BEATS: join(folder, "beats"),
		},
		encoding: "utf8",
		// Not by a pipe, which breaks where nobody reads it.
		stdio: [openSync(join(folder, "input"), "r"), "pipe", "inherit"],
	});
	expect(stdout).toBe("");
	return parseAnswers(readFileSync(join(conversation, "transcript"), "utf8"));
}

const echo = (args: string[]) => args.map((arg) => `[${arg}]\n`).join("");

describe("a script of kubectl calls", () => {
	it("keeps code, stdout and stderr of each", () => {
		expect(run([["get", "pods"], ["warn"], ["fail", "now"]])).toEqual([
			{ code: 0, stdout: "[get]\n[pods]\n", stderr: "" },
			{ code: 0, stdout: "[warn]\n", stderr: "careful\n" },
			{ code: 3, stdout: "[fail]\n[now]\n", stderr: "no: now\n" },
		]);
	});

	it.each([
		["a space", "a b  c"],
		["nothing", ""],
		["single quotes", "it's 'quoted'''"],
		["double quotes", 'say "hi"'],
		["line breaks", "two\nlines\n"],
		["dollars and backticks", `$HOME $(id) \`id\` \${PATH} $1`],
		["backslashes", "\\n \\' \\\\"],
		["a go-template", '--output=go-template={{range .items}}{{"\\n"}}{{end}}'],
		["what a shell expands", "* ? ~ !x #x; a && b | c > d &"],
		["percent signs", "%s%d%%"],
		["unicode", "größe-密码"],
	])("passes an argument with %s on", (_, argument) => {
		const args = ["echo", argument, `x${argument}`];
		expect(run([args])).toEqual([{ code: 0, stdout: echo(args), stderr: "" }]);
	});

	it("stops at the first that fails", () => {
		const codes = run([["get"], ["fail", "1"], ["get"], ["fail", "2"]]).map(
			({ code }) => code,
		);
		expect(codes).toEqual([0, 3]);
	});

	it.each([false, true])(
		"hands its input over, side by side: %s",
		(parallel) => {
			const [answer] = run([["read"]], parallel);
			expect(answer?.stdout).toBe("[read]\nhanded over\n");
		},
	);

	it("makes the calls at the same time where it is told to", () => {
		const ends = run(Array(12).fill(["nap"]), true).map(
			({ stdout }) => Number(stdout.split("\n")[1]) / 1e6,
		);
		expect(ends).toHaveLength(12);
		expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(3000);
	});

	it("hears all of them then, in their order", () => {
		const told = run([["fail", "1"], ["get"], ["fail", "2"], ["get"]], true);
		expect(told.map(({ code, stderr }) => [code, stderr])).toEqual([
			[3, "no: 1\n"],
			[0, ""],
			[3, "no: 2\n"],
			[0, ""],
		]);
	});

	it("is not confused by a log with any byte", () => {
		const log = join(folder, "log");
		writeFileSync(log, "a\x1eb\x1fc\x1e\x1f\x00\x1b[31md\n");
		expect(run([["log", log], ["get"]])).toEqual([
			{
				code: 0,
				stdout: `${echo(["log", log])}abc\x00\x1b[31md\n`,
				stderr: "",
			},
			{ code: 0, stdout: "[get]\n", stderr: "" },
		]);
	});
});

describe("a transcript", () => {
	it("without a call has no answer", () => {
		expect(parseAnswers("")).toEqual([]);
	});

	it("may say nothing", () => {
		expect(parseAnswers("0\x1f\x1f\x1e1\x1f\x1f\x1e")).toEqual([
			{ code: 0, stdout: "", stderr: "" },
			{ code: 1, stdout: "", stderr: "" },
		]);
	});
});

describe("a heartbeat", () => {
	const beats = () => {
		const file = join(folder, "beats");
		const text = existsSync(file) ? readFileSync(file, "utf8") : "";
		rmSync(file, { force: true });
		return text.trim().split("\n").filter(Boolean);
	};
	const call = ["beat", `it's {"at":"${timeOfCall}"}`];
	const ok = { code: 0, stdout: "[sleep]\n[0.5]\n", stderr: "" };

	it.each([
		["one after another", false],
		["side by side", true],
	])(
		"goes on beside calls that are made %s, though it fails, and ends with them",
		(_, parallel) => {
			const start = Date.now();
			const answers = run(
				[
					["sleep", "0.5"],
					["sleep", "0.5"],
				],
				parallel,
				{ call, seconds: 0.1 },
			);
			expect(answers).toEqual([ok, ok]);
			expect(Date.now() - start).toBeLessThan(5000);
			const made = beats();
			expect(made.length).toBeGreaterThan(1);
			for (const line of made)
				expect(line).toMatch(
					/^it's \{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z"\}$/,
				);
			execFileSync("sleep", ["0.4"]);
			expect(beats()).toEqual([]);
		},
	);

	it("is not waited for where the calls are quick, nor where one fails", () => {
		const start = Date.now();
		run([["get"]], false, { call, seconds: 30 });
		run([["fail", "now"], ["get"]], false, { call, seconds: 30 });
		expect(Date.now() - start).toBeLessThan(5000);
		expect(beats()).toEqual([]);
	});
});
