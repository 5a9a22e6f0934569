import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
	type Ended,
	folder,
	freshNamespace,
	imageOf,
	kubectl,
	run,
	slipway,
} from "./support/lab.js";

/** A workload that runs the app's image and knows a word. */
const workload = (kind: string, name: string, word: string, spec = "") => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { run: ${name} } }
  ${spec}
  template:
    metadata: { labels: { run: ${name} } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: app
          image: flask-app
          command: [sleep, "600"]
          env: [{ name: WORD, value: ${word} }]
`;
const service = (name: string, run: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { run: ${run} }, ports: [{ port: 80 }] }
`;
/** Fails at once: no registry can have an image of that name. */
const broken = workload("Deployment", "broken", "none").replace(
	"- name: app",
	"- { name: never, image: Not-A-Name }\n        - name: app",
);
const config = (name: string, word: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { WORD: ${word} }
`;

type Deploy = (documents: string[], ...args: string[]) => Promise<Ended>;

/** A namespace, and how an app is deployed to it. */
async function begin(name: string) {
	const namespace = await freshNamespace(name);
	const here = `--namespace=${namespace}`;
	const deploy: Deploy = async (documents, ...args) =>
		slipway(
			{
				namespace,
				manifests: await folder({ "all.yaml": documents.join("---\n") }),
			},
			"deploy",
			...args,
		);
	const call = (verb: string, ...args: string[]) =>
		slipway({ namespace }, verb, ...args);
	const words = async (run: string) => {
		const pods = `--selector=run=${run}`;
		const path =
			"jsonpath={range .items[?(@.status.phase=='Running')]}{.metadata.name} {end}";
		const names = await kubectl(here, "get", "pods", pods, "-o", path);
		const said = names
			.trim()
			.split(" ")
			.map((pod) => kubectl(here, "exec", pod, "--", "printenv", "WORD"));
		return (await Promise.all(said)).map((word) => word.trim());
	};
	return { namespace, here, deploy, call, words };
}

const good = async (ended: Promise<Ended>) => {
	const { code, stdout, stderr } = await ended;
	expect(code, stderr).toBe(0);
	return stdout;
};
const bad = async (ended: Promise<Ended>) => {
	const { code, stderr } = await ended;
	expect(code).not.toBe(0);
	return stderr;
};

const commit = (number: number) =>
	`--commit=${`${number}`.repeat(8)} 2026-11-24T1${number}:00:00Z`;

test.concurrent("after a failed third deploy that changed no template, every Pod runs what the second brought", async () => {
	const { deploy, words } = await begin("third");
	const web = (word: string, replicas: number) =>
		workload("Deployment", "web", word, `replicas: ${replicas}`);
	await good(deploy([web("one", 2)]));
	await good(deploy([web("two", 2)]));
	const stderr = await bad(
		deploy([web("two", 3), service("nobody", "nobody")], "--timeout=20s"),
	);
	expect(stderr).toContain("now      release 2 runs again");
	expect(await words("web")).toEqual(["two", "two"]);
});

test.concurrent("a StatefulSet whose new Pod crashes comes back, past the broken Pod; field ownership as before", async () => {
	const { here, deploy, words } = await begin("set");
	const set = (word: string) => workload("StatefulSet", "db", word);
	await good(deploy([set("one")]));
	const before = await stateOf(here);
	const crashing = set("two").replace('[sleep, "600"]', '["false"]');
	const stderr = await bad(deploy([crashing.replace(/ *env:.*\n/, "")]));
	expect(stderr).toContain("now      release 1 runs again");
	expect(await words("db")).toEqual(["one"]);
	expect(await stateOf(here)).toEqual(before);
});

describe("a failed deploy leaves every object as it was, field by field and manager by manager", () => {
	const job = (name: string, word: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: app, image: flask-app, command: [echo, ${word}] }] } } }
`;
	const all = (word: string, name = "all") => [
		workload("Deployment", `${name}-deployment`, word),
		workload("StatefulSet", `${name}-set`, word),
		workload("DaemonSet", `${name}-daemons`, word),
		`
apiVersion: v1
kind: Pod
metadata: { name: ${name}-pod }
spec:
  terminationGracePeriodSeconds: 0
  containers: [{ name: app, image: flask-app, command: [sleep, "600"], env: [{ name: WORD, value: ${word} }] }]
`,
		job(`${name}-job`, word),
		`
apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name}-cron }
spec:
  schedule: "0 0 1 1 *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: app, image: flask-app, command: [echo, ${word}] }] } } } }
`,
		config(`${name}-config`, word),
		service(`${name}-service`, `${name}-deployment`).replace(
			"80",
			word === "one" ? "80" : "81",
		),
		`
apiVersion: slipway.example.com/v1
kind: Gadget
metadata: { name: ${name}-gadget }
spec: { word: ${word} }
`,
	];

	test.concurrent("changed, added, removed, beside a broken one", async () => {
		const { here, deploy } = await begin("matrix");
		const file = join(await folder({ "crd.yaml": gadgets }), "crd.yaml");
		await kubectl("apply", "--server-side", `--filename=${file}`);
		await kubectl(
			"wait",
			"--for=condition=Established",
			"crd/gadgets.slipway.example.com",
		);
		await good(deploy(all("one")));
		const before = await stateOf(here);
		expect(Object.keys(before)).toHaveLength(9 + 1);
		const failing = {
			changed: [...all("two"), broken],
			added: [...all("one"), ...all("one", "more"), broken],
			removed: [broken],
		};
		for (const [change, documents] of Object.entries(failing)) {
			const stderr = await bad(deploy(documents));
			expect(stderr, change).toContain("now      release 1 runs again");
			expect(await stateOf(here), change).toEqual(before);
		}
	});
});

const gadgets = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.slipway.example.com }
spec:
  group: slipway.example.com
  scope: Namespaced
  names: { kind: Gadget, plural: gadgets, singular: gadget }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

test.concurrent("what the manifests have no longer is deleted and told, unless it is to be kept; a rollback brings it back", async () => {
	const { here, deploy, call, words } = await begin("removed");
	const web = (word: string) => workload("Deployment", "web", word);
	const kept = config("kept", "one").replace(
		"name: kept",
		'name: kept, annotations: { slipway/keep: "true" }',
	);
	await good(deploy([web("one"), config("gone", "one"), kept], commit(1)));
	const stdout = await good(deploy([web("two")], commit(2)));
	expect(stdout).toContain("object   ConfigMap gone deleted");
	const names = () =>
		kubectl(here, "get", "configmaps", "-o", "name", "--selector=slipway/app");
	expect(await names()).toBe("configmap/kept\n");

	expect(await good(call("rollback"))).toContain("release  3");
	expect(await words("web")).toEqual(["one"]);
	expect(await names()).toBe("configmap/gone\nconfigmap/kept\n");

	const history = await good(call("history"));
	expect(history.trim().split("\n")).toEqual([
		expect.stringMatching(/^\* 3 .* deployed .* 11111111 /),
		expect.stringMatching(/^ {2}2 .* superseded .* 22222222 /),
		expect.stringMatching(/^ {2}1 .* superseded .* 11111111 /),
	]);
	expect(await bad(call("rollback", "--to=7"))).toContain(
		"cannot roll back to --to=7",
	);
	expect(await good(call("rollback", "--to=22222222"))).toContain("release  4");
	expect(await words("web")).toEqual(["two"]);
});

test.concurrent("going back deletes what the failed release made, not what it took over", async () => {
	const { here, deploy } = await begin("adopted");
	const web = workload("Deployment", "web", "one");
	await good(deploy([web]));
	await kubectl(
		here,
		"create",
		"configmap",
		"found",
		"--from-literal=WORD=one",
	);
	const stderr = await bad(
		deploy([web, config("found", "one"), config("made", "one"), broken]),
	);
	expect(stderr).toContain("now      release 1 runs again");
	const names = ["get", "configmaps", "--output=name"];
	expect(await kubectl(here, ...names)).toBe(
		"configmap/found\nconfigmap/kube-root-ca.crt\n",
	);
});

test.concurrent("a StatefulSet that waits for the broken Pod of a kept release is freed by the next one", async () => {
	const { deploy, words } = await begin("kept-set");
	const set = (word: string) => workload("StatefulSet", "db", word);
	await good(deploy([set("one")]));
	const crashing = set("two").replace('[sleep, "600"]', '["false"]');
	await bad(deploy([crashing], "--on-failure=keep"));
	await good(deploy([set("three")]));
	expect(await words("db")).toEqual(["three"]);
});

test.concurrent("a removal that is refused fails the call, not the release", async () => {
	const { namespace, here, deploy, call, words } = await begin("undeletable");
	const web = (word: string) => workload("Deployment", "web", word);
	await good(deploy([web("one"), config("gone", "one")]));
	const policy = await folder({ "policy.yaml": undeletable(namespace) });
	const policies = `--filename=${join(policy, "policy.yaml")}`;
	await kubectl("apply", "--server-side", policies);
	try {
		await eventually(async () => {
			const dry = ["delete", "configmap", "gone", "--dry-run=server"];
			return (await run("kubectl", [here, ...dry])).code !== 0;
		});
		const stderr = await bad(deploy([web("two")]));
		expect(stderr).toContain("gone is refused by the cluster's policy");
		expect(stderr).toContain("now      release 2 runs; what its manifests");
		expect(await good(call("history"))).toMatch(/^\* 2 .* deployed /);
		expect(await bad(deploy([web("three"), broken]))).toContain(
			"now      release 2 runs again",
		);
		expect(await words("web")).toEqual(["two"]);
	} finally {
		await kubectl("delete", policies);
	}
	await eventually(async () => {
		const stdout = await good(deploy([web("two")]));
		return stdout.includes("object   ConfigMap gone deleted");
	});
});

/** Refuses to delete any ConfigMap of a namespace. */
const undeletable = (namespace: string) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ${namespace} }
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [configmaps] }
  validations: [{ expression: "false", message: nothing is deleted here }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ${namespace} }
spec:
  policyName: ${namespace}
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } } }
`;

/** Asks again for half a minute, until it is so. */
async function eventually(isSo: () => Promise<boolean>) {
	const end = Date.now() + 30_000;
	while (!(await isSo())) {
		expect(Date.now(), "half a minute later").toBeLessThan(end);
		await setTimeout(500);
	}
}

test.concurrent("the order of GitLab's jobs: live, late, retried, rolled back, a new pipeline on an old commit", async () => {
	const { deploy, words } = await begin("order");
	const web = (word: string) => workload("Deployment", "web", word);
	await good(deploy([web("one")], commit(1)));
	await good(deploy([web("three")], commit(3)));

	// The live commit again.
	expect(await good(deploy([web("three")], commit(3)))).toMatch(
		/^✓ nothing to do/,
	);
	// A job of an overtaken pipeline.
	expect(await bad(deploy([web("two")], commit(2)))).toContain(
		"no release of it is on record; nothing was changed",
	);
	// A job that failed, and is retried after the next has run.
	await bad(deploy([web("four"), broken], commit(4)));
	await good(deploy([web("five")], commit(5)));
	expect(await bad(deploy([web("four")], commit(4)))).toContain(
		"release 3 failed and was rolled back to 2; nothing was changed",
	);
	expect(await words("web")).toEqual(["five"]);
	// The rollback button runs the job of a release that ran well again.
	const back = await deploy([web("three")], commit(3));
	expect(back.stderr).toContain("going back to release 2");
	expect(back.stderr).not.toContain("✓ build");
	expect(await words("web")).toEqual(["three"]);
	// A new pipeline on an old commit that never ran, on purpose.
	await good(deploy([web("two")], commit(2), "--allow-older"));
	expect(await words("web")).toEqual(["two"]);
});

test.concurrent("a promotion deploys what is pushed, a removal deletes it, and a report tells of each end", async () => {
	const { here, deploy, call } = await begin("promote");
	const web = (word: string) => workload("Deployment", "web", word);
	const image = imageOf(await good(deploy([web("one")]))) ?? "";
	const manifests = await folder({
		"all.yaml": [web("two"), config("new", "two")].join("---\n"),
	});
	const promote = (image: string) =>
		call("promote", `--image=${image}`, `--manifests=${manifests}`);
	const digest = image.slice(-64);
	const missing = await bad(promote(image.replace(digest, "0".repeat(64))));
	expect(missing).toContain("its registry does not have it");
	expect(await good(promote(image))).toContain(`image    ${image}`);

	const report = async () => {
		const path = await folder({});
		await good(call("report", "export", `--path=${path}`));
		const read = (name: string) => readFile(join(path, name), "utf8");
		return {
			json: JSON.parse(await read("report.json")),
			junit: await read("junit.xml"),
			page: await read("report.html"),
		};
	};
	const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
	expect((await report()).json).toMatchObject({
		outcome: "deployed",
		changes: { "Deployment web": "configured", "ConfigMap new": "created" },
		pods: [{ createdAt: time, startedAt: time, readyAt: time }],
	});
	await bad(deploy([broken]));
	const failed = await report();
	expect(failed.json).toMatchObject({ outcome: "rolled back" });
	expect(failed.json.changes).toEqual({
		"Secret dockerhub-secret": "unchanged",
		"Deployment broken": "created",
	});
	expect(failed.junit).toContain("<failure");
	expect(failed.page).toContain(" Rolled back to release 2");

	const removed = await good(call("remove"));
	expect(removed).toContain("object   Deployment web deleted");
	expect(
		await kubectl(here, "get", "all,configmaps,secrets,leases", "-o", "name"),
	).toBe("configmap/kube-root-ca.crt\n");
	expect(await good(call("remove"))).toMatch(/^✓ nothing to do/);
});

type Live = {
	kind: string;
	metadata: {
		name: string;
		labels?: Record<string, string>;
		annotations?: Record<string, string>;
		managedFields?: {
			manager: string;
			operation: string;
			subresource?: string;
			fieldsV1: unknown;
		}[];
		ownerReferences?: unknown;
	};
	spec?: Record<string, unknown>;
	data?: unknown;
};

/** All that was applied to a namespace: what each object is, and who owns its fields. */
async function stateOf(here: string): Promise<Record<string, unknown>> {
	const kinds =
		"deploy,sts,ds,pod,job,cronjob,configmap,svc,secret,gadgets.slipway.example.com";
	const some = kinds.replace(
		/,gadgets.*/,
		(await kubectl("get", "crd", "-o", "name")).includes("gadgets.slipway")
			? "$&"
			: "",
	);
	const json = await kubectl(
		...[here, "get", some, "--show-managed-fields", "--output=json"],
	);
	const { items } = JSON.parse(json) as { items: Live[] };
	const applied = items.filter(
		({ metadata }) =>
			metadata.labels?.["slipway/app"] && !metadata.ownerReferences,
	);
	return Object.fromEntries(
		applied.map((live) => [
			`${live.kind} ${live.metadata.name}`,
			essence(live),
		]),
	);
}

/** An object without what every rollout counts, and what the cluster fills in for one run of it. */
function essence({ kind, metadata, spec = {}, data }: Live): unknown {
	const { "deployment.kubernetes.io/revision": _, ...annotations } =
		metadata.annotations ?? {};
	const { "deprecated.daemonset.template.generation": __, ...others } =
		annotations;
	const managers = (metadata.managedFields ?? [])
		.filter(({ subresource }) => subresource !== "status")
		.filter(({ manager }) => !manager.startsWith("kube-"))
		.map(({ manager, operation, fieldsV1 }) => ({
			manager,
			operation,
			fieldsV1,
		}));
	const { labels } = metadata;
	const own =
		kind === "Job"
			? withoutUid(spec)
			: kind === "Pod"
				? withoutNode(spec)
				: spec;
	return { labels, annotations: others, managers, spec: own, data };
}

function withoutUid({ selector, template, ...spec }: Record<string, unknown>) {
	return { ...spec, template: (template as { spec: unknown }).spec };
}

function withoutNode({
	nodeName,
	volumes,
	containers,
	...spec
}: Record<string, unknown>) {
	const named = (containers as { volumeMounts?: unknown }[]).map(
		({ volumeMounts, ...container }) => container,
	);
	return { ...spec, containers: named };
}
