import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { account, type RoleName, rightsOf } from "./support/account.js";
import {
	type App,
	type Ended,
	folder,
	freshNamespace,
	imageOf,
	kubectl,
	manifests,
	slipway,
} from "./support/lab.js";
import { sample } from "./support/sample.js";

/** The sample's manifests, all of them: what the documented Role is for. */
async function sampleManifests(): Promise<string> {
	const path = await folder({});
	for (const name of ["k8s", "k8s-deployment"] as const)
		await cp(manifests(name), path, { recursive: true });
	return path;
}

/** A Pod that ends with an error as soon as it starts. */
const broken = () =>
	folder({
		"pod.yaml": `apiVersion: v1
kind: Pod
metadata: { name: flask-app }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: app, image: flask-app, command: [python3, -c, 'raise SystemExit("no luck")'] }]
`,
	});

const succeeds = ({ code, stderr }: Ended) => expect(code, stderr).toBe(0);

test.concurrent("with the documented Role every function works, and a deploy that fails goes back", async ({
	expect,
}) => {
	const namespace = await freshNamespace("role");
	const path = await sampleManifests();
	const app = { ...(await account(namespace)), manifests: path };
	const image = `--image=${imageOf((await deployed(app)).stdout)}`;

	const doctor = await slipway(app, "doctor");
	succeeds(doctor);
	expect(doctor.stdout).toMatch(/^✓ rights/m);
	for (const verb of ["plan", "status", "history"])
		succeeds(await slipway(app, verb));
	succeeds(await slipway(app, "report", "entries"));

	const failed = await slipway({ ...app, manifests: await broken() }, "deploy");
	expect(failed.code).not.toBe(0);
	expect(failed.stderr).toMatch(/^ +(?:log +)?no luck$/m);
	expect(failed.stderr).toContain("release 1 runs again");

	succeeds(await slipway(app, "promote", image, `--manifests=${path}`));
	succeeds(await slipway(app, "rollback", "--to=1"));
	const removed = await slipway(app, "remove");
	succeeds(removed);
	expect(removed.stdout).not.toContain("lacks");
	const made = "pods,services,deployments,secrets,leases";
	expect(await kubectl("-n", namespace, "get", made, "-o", "name")).toBe("");
});

test.concurrent("with the documented ClusterRole a review makes its namespace, and deletes it", async ({
	expect,
}) => {
	const home = await freshNamespace("reviewer");
	const { kubeconfig } = await account(home, "slipway-review");
	const namespace = `${home}-1`;
	const app = { kubeconfig, namespace, manifests: await sampleManifests() };

	succeeds(await slipway(app, "deploy", "--create-namespace"));
	const removed = await slipway(app, "remove", "--delete-namespace");
	await kubectl("delete", "clusterrole,clusterrolebinding", "slipway-review");

	succeeds(removed);
	expect(removed.stdout).toContain(`Namespace ${namespace} deleted`);
});

test.concurrent("who may only look sees all but the drift", async ({
	expect,
}) => {
	const namespace = await freshNamespace("role-read");
	await deployed({ namespace, manifests: await sampleManifests() });
	const app = await account(namespace, "slipway-read");

	const status = await slipway(app, "status");
	succeeds(status);
	expect(status.stdout).toMatch(/^✓ Pod flask-app/m);
	expect(status.stdout).toMatch(/drift {4}cannot be known: the account lacks /);
	succeeds(await slipway(app, "history"));
	succeeds(await slipway(app, "report", "entries"));
});

async function deployed(app: App): Promise<Ended> {
	const ended = await slipway(app, "deploy");
	succeeds(ended);
	return ended;
}

/** What fails without some rights: each refusal names its own. */
type Case = {
	rights: string[];
	verb: string;
	role?: RoleName;
	manifests?: () => Promise<string>;
	/** What is there before. */
	given?: (namespace: string) => Promise<unknown>;
	/** It does its work all the same, and says what it could not do. */
	works?: true;
};

const held = ["secrets", "services", "pods", "deployments.apps"];
const lock = "leases.coordination.k8s.io";
const freeLock = (namespace: string) =>
	create(namespace, {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: { name: "slipway-flask-app" },
	});
const on = (verb: string, resources = held) =>
	resources.map((resource) => `${resource}: ${verb}`);
const made = ["replicasets.apps", "endpointslices.discovery.k8s.io"];

const cases: Case[] = [
	{ rights: on("get"), verb: "plan" },
	{ rights: on("create"), verb: "plan" },
	{ rights: on("patch"), verb: "plan" },
	{ rights: on("list", [...held.slice(1), ...made]), verb: "plan" },
	{ rights: on("list", [lock, "secrets"]), verb: "history" },
	{ rights: on("create", [lock]), verb: "remove" },
	{ rights: on("get", [lock]), verb: "remove", given: freeLock },
	{ rights: on("patch", [lock]), verb: "remove", given: freeLock },
	{ rights: on("delete", [lock]), verb: "remove", works: true },
	{
		rights: on("delete"),
		verb: "remove",
		given: async (namespace) =>
			deployed({ namespace, manifests: await sampleManifests() }),
	},
	{ rights: on("get", ["pods/log"]), verb: "deploy", manifests: broken },
	{ rights: on("list", ["events"]), verb: "deploy", manifests: broken },
	{
		rights: on("list", [...held.slice(1), ...made]),
		role: "slipway-read",
		verb: "status",
		given: async (namespace) =>
			deployed({ namespace, manifests: await sampleManifests() }),
	},
	{
		rights: on("list", ["events"]),
		role: "slipway-read",
		verb: "status",
		given: async (namespace) =>
			slipway({ namespace, manifests: await broken() }, "deploy"),
	},
	{
		rights: on("list", [lock, "secrets"]),
		role: "slipway-read",
		verb: "report",
	},
];

/** Each right by itself. */
const each = sample(
	cases.flatMap((one) => one.rights.map((right) => ({ ...one, right }))),
	12,
);

describe.concurrent("no function says less than which right it lacks", () => {
	for (const { right, verb, role, given, works, ...app } of each)
		test(`${verb} without ${right}`, async ({ expect }) => {
			const namespace = await freshNamespace("right");
			await given?.(namespace);
			const path = await (app.manifests ?? sampleManifests)();

			const { code, stdout, stderr } = await slipway(
				{ ...(await account(namespace, role, [right])), manifests: path },
				verb,
			);

			if (works) expect(code, stderr).toBe(0);
			else expect(code, stdout).not.toBe(0);
			expect(namesOf(`${stdout}\n${stderr}`), stderr).toContain(right);
		});
});

test.each(["slipway", "slipway-read"] as const)(
	"there is such a case for every right of the Role %s",
	async (name) => {
		const proven = cases
			.filter(({ role = "slipway" }) => role === name)
			.flatMap(({ rights }) => rights);
		expect(proven.toSorted()).toEqual((await rightsOf(name)).toSorted());
	},
);

/** The rights that a text says are lacking, in the API server's words or in Slipway's. */
function namesOf(text: string): string[] {
	const told = [...text.matchAll(/the account lacks (.*)/g)].map(
		([, list]) => `${list}`,
	);
	const refused = [
		...text.matchAll(/cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/g),
	].map(
		([, verb, resource, group]) =>
			`${[resource, group].filter(Boolean).join(".")}: ${verb}`,
	);
	return [...told.flatMap((list) => list.split("; ")), ...refused];
}

async function create(namespace: string, object: object): Promise<void> {
	const path = await folder({ "object.json": JSON.stringify(object) });
	await kubectl(
		"-n",
		namespace,
		"create",
		`--filename=${join(path, "object.json")}`,
	);
}
