import { readdirSync, readFileSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { test } from "./broken/test.js";
import { call, kubectl, shell, slipway } from "./support/lab.js";

/** Manifests that look broken at first, and heal by themselves: none of them may be told as failed, or rolled back. */
const folderOfTwins = join(import.meta.dirname, "healing");

type Twin = {
	name: string;
	manifest: string;
	/** What kubectl does before the deploy, so many seconds after the apply, and when all is over. */
	given: string[];
	later: { seconds: number; call: string }[];
	finally: string[];
};

const twins = readdirSync(folderOfTwins)
	.filter((file) => file.endsWith(".yaml"))
	.map((file): Twin => {
		const manifest = readFileSync(join(folderOfTwins, file), "utf8");
		const notes = (key: string) =>
			[...manifest.matchAll(new RegExp(`^# ${key}: (.*)$`, "gm"))].map(
				([, text = ""]) => text,
			);
		return {
			name: file.replace(".yaml", ""),
			manifest,
			given: notes("given"),
			later: notes("later").map((note) => {
				const [, seconds, call = ""] = /^(\d+) (.*)$/.exec(note) ?? [];
				return { seconds: Number(seconds), call };
			}),
			finally: notes("finally"),
		};
	});

const measured: string[] = [];

beforeAll(async () => {
	// Built and pushed once, so that no twin waits for it.
	const { code, stderr } = await slipway({}, "push");
	if (code !== 0) throw new Error(stderr);
});

afterAll(() => console.log(measured.sort().join("\n")));

test.concurrent.for(twins.map((twin) => [twin.name, twin] as const))(
	"%s",
	async ([name, twin], { namespace, folder, expect }) => {
		const fill = (text: string) =>
			text.replace(/\$\{(\w+)\}/g, (_, variable: string) =>
				variable === "NAMESPACE" ? namespace : (process.env[variable] ?? ""),
			);
		const run = async (call: string) => {
			if (call === "push")
				await slipway({ imageName: namespace }, "push", "--tags=1");
			else
				await kubectl(`--namespace=${namespace}`, ...split(fill(call), folder));
		};
		const manifests = join(folder, "manifests");
		await cp(folderOfTwins, folder, { recursive: true });
		for (const file of readdirSync(join(folder, "later"))) {
			const path = join(folder, "later", file);
			await writeFile(path, fill(await readFile(path, "utf8")));
		}
		await shell`mkdir ${manifests}`;
		await writeFile(join(manifests, "twin.yaml"), fill(twin.manifest));
		for (const call of twin.given) await run(call);

		const deploy = call({ namespace, manifests }, "deploy");
		const actions: Promise<void>[] = [];
		createInterface({ input: deploy.stderr }).on("line", (line) => {
			if (/deployment initiated\.$/.test(line))
				for (const { seconds, call } of twin.later)
					actions.push(pause(seconds * 1000).then(() => run(call)));
		});
		const { exitCode, stdout, stderr } = await deploy;
		await Promise.all(actions);
		for (const call of twin.finally) await run(call);

		expect(exitCode, stderr).toBe(0);
		expect(stdout).toMatch(/^✓ deployed/m);
		expect(actions).toHaveLength(twin.later.length);
		const [, seconds] = /rollout ([\d.]+)/.exec(stdout) ?? [];
		measured.push(`${name.padEnd(32)}${seconds} s`);
	},
);

/** The words of a call; JSON in it has no spaces. */
function split(call: string, folder: string): string[] {
	return call.replaceAll("{folder}", folder).split(" ");
}
