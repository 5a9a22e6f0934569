import { join } from "node:path";
import { expect, test } from "vitest";
import {
	type Kubectl,
	kubectlCounter,
	readsByLabel,
	readsEvents,
} from "./support/kubectl-counter.js";
import { folder, freshNamespace, kubectl, slipway } from "./support/lab.js";

const events = 2000;
const pods = 200;

/** A Pod that needs some seconds, and so some polls. */
const slow = `apiVersion: v1
kind: Pod
metadata: { name: slow }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: slow
      image: flask-app
      command: [sh, -c, "sleep 8; exec gunicorn"]
      readinessProbe: { httpGet: { port: 8000, path: /health }, periodSeconds: 1 }
`;

test("a poll reads what belongs to the app, however much a namespace holds of others", async () => {
	const empty = await freshNamespace("empty");
	const crowded = await freshNamespace("crowded");
	const manifests = await folder({ "slow.yaml": slow });

	const [few] = await Promise.all([pollsOf(empty, manifests), crowd(crowded)]);
	const many = await pollsOf(crowded, manifests);

	console.log(`a poll of an empty namespace: ${tell(few)}`);
	console.log(`a poll of a crowded one: ${tell(many)}`);
	// Each asks for the events of the Pod that is not ready, until it is.
	expect(few.events).toBeGreaterThan(0);
	expect(many.events).toBeGreaterThan(0);
	expect(many.bytes).toBeLessThan(1.2 * few.bytes);
});

type Polls = { count: number; events: number; bytes: number; ms: number };

const tell = ({ count, events, bytes, ms }: Polls) =>
	`${bytes.toFixed(0)} bytes, ${ms.toFixed(0)} ms (${count} polls, ${events} for events)`;

/** The polls of a deploy, and what one of them costs on average. */
async function pollsOf(namespace: string, manifests: string): Promise<Polls> {
	const { kubeconfig, take } = await kubectlCounter();
	const app = { namespace, kubeconfig, manifests };
	const { code, stderr } = await slipway(app, "deploy");
	expect(code, stderr).toBe(0);
	const calls = take();
	// The dry run and the apply have read before.
	const reading = calls.filter(readsByLabel).slice(2);
	const others = calls.filter(readsEvents);
	const all = [...reading, ...others];
	const times = reading.map((call) => {
		const beside = others.filter((other) => overlap(call, other));
		const ends = [call, ...beside].map(({ ended }) => ended);
		return Math.max(...ends) - call.began;
	});
	return {
		count: reading.length,
		events: others.length,
		bytes: sum(all.map(({ bytes }) => bytes)) / reading.length,
		ms: sum(times) / times.length,
	};
}

const overlap = (one: Kubectl, other: Kubectl) =>
	one.began < other.ended && other.began < one.ended;

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/** Fills a namespace with what is none of ours, side by side: one kubectl alone sends 50 requests a second. */
async function crowd(namespace: string): Promise<void> {
	const lists = [
		...parts(events, (index) => ({
			apiVersion: "v1",
			kind: "Event",
			metadata: { name: `foreign-${index}` },
			involvedObject: { kind: "Pod", name: `other-${index % pods}`, namespace },
			reason: "Unhealthy",
			message: "Readiness probe failed: HTTP probe failed with statuscode: 503",
			type: "Warning",
			source: { component: "kubelet", host: "lab" },
			firstTimestamp: "2026-01-01T00:00:00Z",
			lastTimestamp: "2026-01-01T00:00:00Z",
			count: 1,
		})),
		...parts(pods, (index) => ({
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: `foreign-${index}`, labels: { app: "foreign" } },
			spec: {
				// Never scheduled, it costs nothing.
				schedulingGates: [{ name: "example.com/never" }],
				containers: [{ name: "main", image: "foreign.invalid/none" }],
			},
		})),
	];
	const path = await folder(
		Object.fromEntries(
			lists.map((items, index) => [
				`${index}.json`,
				JSON.stringify({ apiVersion: "v1", kind: "List", items }),
			]),
		),
	);
	await Promise.all(
		lists.map((_, index) =>
			kubectl(
				`--namespace=${namespace}`,
				"create",
				`--filename=${join(path, `${index}.json`)}`,
				"--output=name",
			),
		),
	);
}

/** Lists of 300 objects: so many a kubectl sends without a pause. */
function parts(count: number, make: (index: number) => object): object[][] {
	const all = Array.from({ length: count }, (_, index) => make(index));
	return Array.from({ length: Math.ceil(count / 300) }, (_, part) =>
		all.slice(part * 300, (part + 1) * 300),
	);
}
