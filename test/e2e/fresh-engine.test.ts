import { cp } from "node:fs/promises";
import { expect, test } from "vitest";
import { built, notNeeded } from "./support/build.js";
import { emptyModule } from "./support/empty-module.js";
import { freshEngine } from "./support/engine.js";
import {
	engine,
	folder,
	freshNamespace,
	greeting,
	imageOf,
	kubectl,
	shell,
	slipwayCommand,
} from "./support/lab.js";

test("the same source on three fresh engines is one image and one rollout", async () => {
	const namespace = await freshNamespace("fresh");
	const source = await greeting(`Only here: ${namespace}.`);
	const elsewhere = await checkout(source);
	const deploy = async (name: string, source: string) => {
		const args = slipwayCommand({ namespace, source }, "deploy");
		return timed(args, await freshEngine(name));
	};
	const empty = await timed(
		["dagger", "-m", await emptyModule(), "call", "nothing"],
		await freshEngine("empty"),
	);
	expect(empty.exitCode, empty.stderr).toBe(0);

	const began = new Date();
	const first = await deploy("first", source);
	// The cluster pulls it: its configuration, and the layers that it does not have.
	expect((await reads(began)).length).toBeGreaterThan(1);
	expect(first.exitCode, first.stderr).toBe(0);
	expect(first.stderr).toMatch(built);
	const pod = await podOf(namespace);

	const extra: number[] = [];
	for (const [name, from] of [
		["second", source],
		["third", elsewhere],
	] as const) {
		const began = new Date();
		const again = await deploy(name, from);
		// The configuration, and no layer.
		expect((await reads(began)).length).toBeLessThanOrEqual(1);
		expect(again.stdout, again.stderr).toMatch(/^✓ nothing to do/);
		expect(again.stderr).toMatch(notNeeded);
		expect(imageOf(again.stdout)).toBe(imageOf(first.stdout));
		expect(await podOf(namespace)).toBe(pod);
		extra.push(again.seconds - empty.seconds);
	}
	const extraOfBuild = first.seconds - empty.seconds;
	console.log(
		`a fresh engine's first call: empty ${empty.seconds.toFixed(1)} s, a deploy with a build ${extraOfBuild.toFixed(1)} s more, unchanged ${extra.map((s) => s.toFixed(1))} s more`,
	);
	expect(Math.min(...extra)).toBeLessThan(extraOfBuild);
}, 900_000);

/** A second checkout of a source, with other modes and times. */
async function checkout(source: string): Promise<string> {
	const path = await folder({});
	await cp(source, path, { recursive: true });
	await shell`chmod -R go+w ${path}`;
	await shell`find ${path} -exec touch -d 2020-01-01 {} +`;
	return path;
}

async function timed(
	[command = "", ...args]: string[],
	env: NodeJS.ProcessEnv,
) {
	const start = performance.now();
	const cwd = await folder({});
	const { exitCode, stdout, stderr } = await shell({
		cwd,
		env,
	})`${command} ${args}`;
	const seconds = (performance.now() - start) / 1000;
	return { exitCode, stdout, stderr, seconds };
}

/** The configurations and layers that were read from the lab's registry since then. */
async function reads(since: Date): Promise<string[]> {
	const registry = engine.replace(/engine$/, "registry");
	const { stdout, stderr } =
		await shell`docker logs --since=${since.toISOString()} ${registry}`;
	return (stdout + stderr).match(/"GET \/v2\/\S+\/blobs\/\S+/g) ?? [];
}

function podOf(namespace: string): Promise<string> {
	const uid = "jsonpath={.metadata.uid}";
	return kubectl("-n", namespace, "get", "pod/flask-app", "-o", uid);
}
