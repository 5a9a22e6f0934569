import { describe, expect, it } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const labels = { app: "web" };
const service: KubeObject = {
	apiVersion: "v1",
	kind: "Service",
	metadata: { name: "web" },
	spec: { selector: labels },
};
const pod = (phase: string, owner?: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: {
		name: "web-1",
		labels,
		...(owner && {
			ownerReferences: [
				{ apiVersion: "v1", kind: owner, name: "web", uid: "1" },
			],
		}),
	},
	status: { phase },
});
const workload = (kind: string, spec: object, status: object): KubeObject => ({
	apiVersion: kind === "Job" ? "batch/v1" : "apps/v1",
	kind,
	metadata: { name: "web", uid: "1" },
	spec: { ...spec, template: { metadata: { labels } } },
	status,
});
const cronJob: KubeObject = {
	apiVersion: "batch/v1",
	kind: "CronJob",
	metadata: { name: "nightly" },
	spec: { jobTemplate: { spec: { template: { metadata: { labels } } } } },
};
const cluster = (ready: string): KubeObject => ({
	apiVersion: "postgresql.cnpg.io/v1",
	kind: "Cluster",
	metadata: { name: "db" },
	status: { conditions: [{ type: "Ready", status: ready }] },
});
const slice = (ready: boolean): KubeObject & { endpoints: unknown } => ({
	apiVersion: "discovery.k8s.io/v1",
	kind: "EndpointSlice",
	metadata: {
		name: "web-1",
		labels: { "kubernetes.io/service-name": "web" },
	},
	endpoints: [{ conditions: { ready } }],
});
const complete = { conditions: [{ type: "Complete", status: "True" }] };

describe("a Service", () => {
	it.each<[string, KubeObject[], string]>([
		["of a Job's ended Pods", [pod("Succeeded", "Job")], "ready"],
		["of Pods that are replaced", [pod("Failed", "ReplicaSet")], "ready"],
		["of a Pod that failed, and stays", [pod("Failed")], "progressing"],
		["of a Pod that starts", [pod("Pending", "Job")], "progressing"],
		["of nothing", [], "selects no Pod"],
		[
			"of a Deployment that may not make its Pods yet",
			[workload("Deployment", { replicas: 2 }, {})],
			"waits for the Pods of Deployment web",
		],
		[
			"of Pods of others that start",
			[slice(false)],
			"waits for Pods of others",
		],
		[
			"of a DaemonSet without nodes",
			[workload("DaemonSet", {}, { desiredNumberScheduled: 0 })],
			"ready",
		],
		[
			"of a DaemonSet that waits for its Pods",
			[workload("DaemonSet", {}, { desiredNumberScheduled: 1 })],
			"progressing",
		],
		[
			"of a Deployment without Pods, beside a CronJob that makes its own",
			[workload("Deployment", { replicas: 0 }, {}), cronJob],
			"ready: Deployment web wants no Pods",
		],
		[
			"of an operator's Pods, while it sets up what it makes them for",
			[cluster("False")],
			"progressing: waits for Cluster db",
		],
		[
			"of an operator's Pods, which it does not make",
			[cluster("True")],
			"progressing: selects no Pod",
		],
		["of a Job that is complete", [workload("Job", {}, complete)], "ready"],
		["of a Job that has not begun", [workload("Job", {}, {})], "progressing"],
		["of a suspended Job", [workload("Job", { suspend: true }, {})], "ready"],
	])("%s", (_, others, words) => {
		const { status, message } = checkHealth(service, { others });
		expect(`${status}: ${message}`).toContain(words);
	});
});

describe("a Service that names a port", () => {
	const named = {
		...service,
		spec: {
			selector: labels,
			ports: [
				{ port: 9090, targetPort: 9090 },
				{ port: 80, targetPort: "http" },
			],
		},
	};
	const running = pod("Running");
	Object.assign(running.status ?? {}, {
		conditions: [{ type: "Ready", status: "True" }],
	});
	const sliceOf = (ports: object[] | null, ready = true) => ({
		...slice(ready),
		ports,
		endpoints: [
			{ conditions: { ready }, targetRef: { kind: "Pod", name: "web-1" } },
		],
	});
	const judge = (object: KubeObject, ...slices: KubeObject[]) => {
		const health = checkHealth(object, { others: [running, ...slices] });
		return `${health.status}: ${health.message}`;
	};

	it("that no Pod has reaches none", () => {
		const health = checkHealth(named, { others: [running, sliceOf(null)] });
		expect(health.message).toBe(
			"sends requests to the port http, which no Pod has (no Pod has the port http)",
		);
		expect(health.problem?.cause).toMatchObject({
			name: "port-missing",
			class: "transient",
		});
		expect(judge(named, sliceOf([]))).toContain("the port http");
	});

	it("that some Pods have, or that others of its ports are, is ready", () => {
		const both = [sliceOf(null), sliceOf([{ name: "http", port: 8000 }])];
		expect(judge(named, ...both)).toBe("ready: requests reach 1 of 1 Pods");
	});

	it("by its number is ready, and so is one without ports", () => {
		const byNumber = {
			...named,
			spec: { ...named.spec, ports: [{ port: 80 }] },
		};
		expect(judge(byNumber, sliceOf([{ port: 80 }]))).toContain("ready: ");
		expect(judge(service, sliceOf(null))).toContain("ready: ");
	});

	it("waits for its Pods to be ready first", () => {
		expect(judge(named, sliceOf(null, false))).toBe(
			"progressing: requests reach 0 of 1 Pods",
		);
	});
});
