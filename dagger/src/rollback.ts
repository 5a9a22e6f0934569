import { type Cluster, refusal } from "./cluster.js";
import { hasHistory, running } from "./history.js";
import { owners } from "./inventory.js";
import { type KubeObject, liveOf, nameOf } from "./objects.js";
import { read, targetOf } from "./release.js";
import { systemClock } from "./steps.js";
import { type Verdict, waitUntilReady } from "./wait.js";

/** Brings workloads back to their revision before, and waits until that runs. */
export async function rollback(
	cluster: Cluster,
	workloads: KubeObject[],
	timeout: number,
	print: (line: string) => void,
): Promise<Verdict> {
	const names = workloads.map(targetOf);
	print(`Going back: ${workloads.map(nameOf).join(", ")}`);
	const [answer] = await cluster.run([["rollout", "undo", ...names]]);
	if (answer?.code !== 0)
		throw refusal(
			"there is no way back",
			answer ?? { code: 1, stdout: "", stderr: "" },
		);
	return waitUntilReady({
		objects: workloads,
		timeout,
		read: () => read(cluster, workloads),
		print,
		clock: systemClock,
	});
}

/** What the workloads run now, a line each, marked by whether it is ready. */
export function outcome({ states, snapshot }: Verdict): string[] {
	return [...states].map(([object, { phase, message }]) => {
		const live = liveOf(object, snapshot) ?? object;
		return `${running(live)}: ${phase === "ready" ? "" : `${phase}, `}${message}`;
	});
}

/** Brings all workloads of an app back; fails where none can be, or where what comes back does not get ready. */
export async function rollbackApp(
	cluster: Cluster,
	app: KubeObject[],
	timeout: number,
): Promise<string> {
	const workloads = owners(app).filter(hasHistory);
	if (workloads.length === 0)
		throw new Error(
			`there is no way back: ${owners(app).map(nameOf).join(", ")} ${owners(app).length > 1 ? "have" : "has"} no revisions; deploy the commit before instead`,
		);
	const verdict = await rollback(cluster, workloads, timeout, console.log);
	const lines = outcome(verdict);
	if (verdict.phase === "ready")
		return ["✓ back at the revision before", ...lines].join("\n");
	throw new Error(
		["✗ rollback: the revision before is not ready", ...lines].join("\n  "),
	);
}
