import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ProcessPromise } from "zx";
import { leaseSeconds } from "../../dagger/src/cluster/lease.js";
import {
	call,
	fetchThrough,
	folder,
	freshNamespace,
	greet,
	greeting,
	kubectl,
	manifests,
	slipway,
} from "./support/lab.js";

const kills = Number(process.env.KILLS ?? 3);
/** Namespaces at work at the same time: most of a round is a wait for the Lease of the one that was killed. */
const lanes = 3;

/** The sample Pod with a field that cannot change in place, so that each round deletes it and makes it anew. */
async function podOf(round: number): Promise<string> {
	const pod = await readFile(join(manifests("k8s"), "pod.yaml"), "utf8");
	return folder({
		"pod.yaml": pod.replace(
			/^( +)image: flask-app$/m,
			`$1image: flask-app\n$1env: [{ name: ROUND, value: "${round}" }]`,
		),
	});
}

test("after a kill at any moment of a deploy or a rollback, the next deploy does all that there is to do", async () => {
	const rounds = [...Array(kills).keys()];
	const told: string[] = [];
	await Promise.all(
		Array.from({ length: lanes }, async (_, lane) => {
			const app = await begin(`kill-${lane}`);
			for (;;) {
				const round = rounds.shift();
				if (round === undefined) return;
				told[round] = await killAndRepair(app, round);
			}
		}),
	);
	console.log(told.join("\n"));
	expect(told).toHaveLength(kills);
}, 3_600_000);

type App = { namespace: string; source: string; whole: number; body: number };

/** An app that runs, and how long a deploy takes: the whole call, and the part of it that deploys. */
async function begin(name: string): Promise<App> {
	const namespace = await freshNamespace(name);
	const source = await greeting("At first.");
	const first = await slipway(await appOf(namespace, source, -1), "deploy");
	expect(first.code, first.stderr).toBe(0);
	await greet(source, "A whole one.");
	const whole = await slipway(await appOf(namespace, source, -2), "deploy");
	expect(whole.code, whole.stderr).toBe(0);
	const [, body] = /^✓ .*\(([\d.]+) s\)/.exec(whole.stdout) ?? [];
	return { namespace, source, whole: whole.seconds, body: Number(body) };
}

async function killAndRepair(app: App, round: number): Promise<string> {
	const { namespace, source, whole, body } = app;
	await greet(source, `Killed in round ${round}.`);
	const killed = await appOf(namespace, source, round);
	const isRollback = round % 3 === 2;
	const victim = isRollback
		? call({ namespace }, "rollback")
		: call(killed, "deploy");
	// Most of a call is the start of the module: every other kill waits for what comes after it.
	if (round % 2 === 1) await said(victim, "✓ preflight");
	const moment = Math.random() * (round % 2 === 1 ? body / 2 : whole);
	await pause(moment * 1000);
	// This one may have been quicker than the one that was measured.
	const isAlive = victim.child?.exitCode === null;
	if (isAlive) await victim.kill("SIGKILL");
	const { stderr } = await victim;

	await greet(source, `Repaired in round ${round}.`);
	const next = await slipway(
		await appOf(namespace, source, round + kills),
		"deploy",
	);
	expect(next.code, next.stderr).toBe(0);
	expect(next.seconds).toBeLessThan(leaseSeconds + 3 * whole + 30);
	expect(await fetchThrough(namespace, "pods/flask-app:8000")).toContain(
		`Repaired in round ${round}.`,
	);
	const holders = "jsonpath={.items[*].spec.holderIdentity}";
	expect(await kubectl("-n", namespace, "get", "lease", "-o", holders)).toBe(
		"",
	);

	const steps = [...stderr.matchAll(/✓ ([\w-]+)/g)].map(([, step]) => step);
	const waited = next.stderr.includes("waits for the deploy of");
	const what = isRollback ? "a rollback" : "a deploy";
	return `${what} ${isAlive ? "killed" : "had ended"} at ${moment.toFixed(1)} s, after ${steps.at(-1) ?? "nothing"}; the next took ${next.seconds.toFixed(0)} s${waited ? ", and waited" : ""}`;
}

/** Waits until a process says something on stderr, or ends. */
function said({ stderr }: ProcessPromise, text: string): Promise<void> {
	let all = "";
	return new Promise((resolve) => {
		stderr.on("end", resolve).on("data", (chunk) => {
			all += String(chunk);
			if (all.includes(text)) resolve();
		});
	});
}

/** The app with the manifest of a round. */
async function appOf(namespace: string, source: string, round: number) {
	return { namespace, source, manifests: await podOf(round) };
}
