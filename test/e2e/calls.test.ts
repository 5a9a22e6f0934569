import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import {
	type Kubectl,
	kubectlCounter,
	readsByLabel,
	readsEvents,
	resourceOf,
} from "./support/kubectl-counter.js";
import {
	folder,
	freshNamespace,
	manifests as sample,
	slipway,
} from "./support/lab.js";

const label = "app.kubernetes.io/name";
const small = [
	{ kind: "ConfigMap", data: { word: "hello" } },
	{
		kind: "Service",
		spec: { selector: { [label]: "flask-app" }, ports: [{ port: 8000 }] },
	},
	{ kind: "ServiceAccount" },
];

test("a deploy of 50 objects makes the kubectl calls of one of 5, and each poll reads them all at once", async () => {
	const counter = await kubectlCounter();
	const few = await deploys(5);
	const many = await deploys(50);

	// How often it polls is a question of time; all else is to be the same.
	const others = few.first.filter((call) => !isPoll(call));
	expect(commands(others)).toHaveProperty("kubectl apply");
	expect(commands(many.first.filter((call) => !isPoll(call)))).toEqual(
		commands(others),
	);
	// Nothing changes any more, and nothing is waited for.
	expect(commands(few.second)).toHaveProperty("kubectl get");
	expect(commands(many.second)).toEqual(commands(few.second));

	for (const first of [few.first, many.first]) {
		const readings = first.filter(readsByLabel);
		expect(readings.length).toBeGreaterThan(1);
		for (const { requests } of readings)
			expect(requests.map(resourceOf)).toEqual(
				expect.arrayContaining([
					"pods",
					"configmaps",
					"services",
					"serviceaccounts",
				]),
			);
		// Those of the one Pod, beside the objects, while it is not ready.
		const events = first.filter(readsEvents);
		expect(events.length).toBeLessThanOrEqual(readings.length);
		for (const { requests } of events)
			expect(requests.map(selectorOf)).toEqual([
				"involvedObject.kind=Pod,involvedObject.name=flask-app",
			]);
	}
	for (const { second } of [few, many])
		expect(second.filter(readsEvents)).toEqual([]);

	async function deploys(objects: number) {
		const namespace = await freshNamespace(`calls-${objects}`);
		const call = async () => {
			const { code, stdout } = await slipway(
				{ namespace, kubeconfig: counter.kubeconfig, manifests },
				"deploy",
			);
			expect(code).toBe(0);
			return { stdout, calls: counter.take().filter(hasNoLease) };
		};
		const manifests = await manifestsOf(objects);
		const first = await call();
		// The pull secret is one more.
		expect(first.stdout.match(/ created/g)).toHaveLength(objects + 1);
		const second = await call();
		expect(second.stdout).toMatch(/^✓ nothing to do/);
		return { first: first.calls, second: second.calls };
	}
});

/** The sample Pod, and so many small objects that there are as many as wanted. */
async function manifestsOf(objects: number): Promise<string> {
	const pod = await readFile(join(sample("k8s"), "pod.yaml"), "utf8");
	const rest = Array.from({ length: objects - 1 }, (_, index) => ({
		apiVersion: "v1",
		metadata: { name: `small-${index}` },
		...small[index % small.length],
	}));
	const yaml = [pod, ...rest.map((object) => stringify(object))].join("---\n");
	return folder({ "all.yaml": yaml });
}

/** A poll is one kubectl for all objects, found by the app's label, and one for the events of what is not ready. */
function isPoll(call: Kubectl): boolean {
	return readsByLabel(call) || readsEvents(call);
}

/** A lock is kept alive by the clock, whatever the objects. */
function hasNoLease({ requests }: Kubectl): boolean {
	return !requests.some(({ pathname }) => pathname.includes("/leases"));
}

const selectorOf = ({ searchParams }: URL) => searchParams.get("fieldSelector");

function commands(calls: Kubectl[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { command } of calls) counts[command] = (counts[command] ?? 0) + 1;
	return counts;
}
