import { targetOf } from "./cluster/calls.js";
import { type Access, said } from "./cluster/cluster.js";
import { owners } from "./cluster/inventory.js";
import { appIn, reader } from "./cluster/snapshot.js";
import { inTurn } from "./cluster/turn.js";
import { hasHistory, running } from "./history.js";
import { type KubeObject, liveOf, nameOf } from "./manifests/objects.js";
import { systemClock } from "./steps.js";
import { type Verdict, waitUntilReady } from "./verdict/wait.js";

/** Brings workloads back to their revision before, and waits until that runs. */
export async function rollback(
	cluster: Access,
	workloads: KubeObject[],
	timeout: number,
	print: (line: string) => void,
): Promise<Verdict> {
	const names = workloads.map(targetOf);
	print(`Going back: ${workloads.map(nameOf).join(", ")}`);
	const answers = await cluster.run([["rollout", "undo", ...names]]);
	said("there is no way back", answers);
	return waitUntilReady({
		objects: workloads,
		timeout,
		read: reader(cluster, workloads),
		print,
		clock: systemClock,
	});
}

/** Brings workloads back after a deploy that failed; whatever comes of it is told, not thrown. */
export function wayBack(
	...way: Parameters<typeof rollback>
): Promise<string[]> {
	return rollback(...way).then(outcome, (error: Error) => [error.message]);
}

/** What the workloads run now, a line each, marked by whether it is ready. */
function outcome({ states, snapshot }: Verdict): string[] {
	return [...states].map(([object, { phase, message }]) => {
		const live = liveOf(object, snapshot) ?? object;
		return `${running(live)}: ${phase === "ready" ? "" : `${phase}, `}${message}`;
	});
}

/** Brings all workloads of an app back; fails where none can be, or where what comes back does not get ready. */
export async function rollbackApp(
	cluster: Access,
	app: string,
	timeout: number,
): Promise<string> {
	const objects = owners(await appIn(cluster, app));
	const workloads = objects.filter(hasHistory);
	if (workloads.length === 0)
		throw new Error(
			`there is no way back: ${objects.map(nameOf).join(", ")} ${objects.length > 1 ? "have" : "has"} no revisions; deploy the commit before instead`,
		);
	const claim = { app, by: "a rollback", force: true, timeout };
	const known = { since: systemClock.now() };
	const print = console.log;
	const verdict = await inTurn(cluster, claim, known, { print }, (turn) => {
		// Nobody knows which commit the revision before was made of.
		turn.record(undefined);
		return rollback(turn, workloads, timeout, print);
	});
	const lines = outcome(verdict);
	if (verdict.phase === "ready")
		return ["✓ back at the revision before", ...lines].join("\n");
	throw new Error(
		["✗ rollback: the revision before is not ready", ...lines].join("\n  "),
	);
}
