import { describe, expect, it } from "vitest";
import type { Checkup } from "../../../dagger/src/cluster/checkup.js";
import {
	checkNamespace,
	type Plans,
} from "../../../dagger/src/cluster/namespace-checks.js";
import { ref } from "../../../dagger/src/kubernetes/object.js";
import { error, ok } from "../fake-cluster.js";

const now = Date.parse("2026-11-24T12:00:00Z") / 1000;
const plans: Plans = {
	app: "web",
	namespace: "shop",
	secretName: "dockerhub-secret",
	objects: [ref("Pod", "web")],
	rights: [{ group: "", resource: "pods", verbs: ["get", "list"] }],
	account: "docker.io/alice",
	platforms: [],
	engine: "linux/amd64",
};
const forbidden = (resource: string) =>
	error(
		`Error from server (Forbidden): ${resource} "x" is forbidden: User "ci" cannot get resource "${resource}"`,
	);

function find(
	name: string,
	more: Partial<Checkup>,
	other: Partial<Plans> = {},
) {
	const checkup: Checkup = {
		kubeconfig: ok(),
		versions: ok(),
		account: ok(),
		namespace: ok("Active"),
		nodes: ok("linux/amd64\n"),
		rights: ok("get pods. true\nlist pods. true\n"),
		quotas: ok(JSON.stringify({ items: [] })),
		pullSecret: ok(),
		objects: ok(),
		lease: ok(),
		began: now,
		ended: now,
		...more,
	};
	const checks = checkNamespace(checkup, { ...plans, ...other });
	return checks.find((check) => check.name === name);
}

const lease = (holderIdentity: string, renewed: string) =>
	ok(
		JSON.stringify({
			metadata: {},
			spec: {
				holderIdentity,
				acquireTime: "2026-11-24T11:59:00.000000Z",
				renewTime: `2026-11-24T${renewed}.000000Z`,
				leaseDurationSeconds: 30,
			},
		}),
	);
const quota = {
	...ref("ResourceQuota", "small"),
	status: { hard: { pods: "1" }, used: { pods: "1" } },
};
const pull = "kubernetes.io/dockerconfigjson";

type Case = [
	name: string,
	more: Partial<Checkup>,
	result: "met" | "unmet" | "unknown",
	found: string,
	other?: Partial<Plans>,
];

const cases: Case[] = [
	[
		"platforms",
		{},
		"met",
		"the image is for linux/amd64, the nodes are linux/amd64",
	],
	[
		"platforms",
		{ nodes: ok("linux/arm64\nlinux/amd64\n") },
		"met",
		"the nodes are linux/arm64, linux/amd64",
	],
	[
		"platforms",
		{ nodes: ok("linux/arm64\n") },
		"unmet",
		"the image is for linux/amd64, the nodes are linux/arm64",
		{ platforms: ["linux/amd64"] },
	],
	[
		"platforms",
		{ nodes: ok("linux/arm64\n") },
		"met",
		"linux/arm64/v8",
		{ platforms: ["linux/arm64/v8"] },
	],
	["platforms", { nodes: forbidden("nodes") }, "unknown", "may not look"],
	["namespace", {}, "met", "shop is there"],
	["namespace", { namespace: ok("") }, "unmet", "shop does not exist"],
	[
		"namespace",
		{ namespace: ok("Terminating") },
		"unmet",
		"shop is Terminating",
	],
	[
		"namespace",
		{ namespace: forbidden("namespaces") },
		"unknown",
		"may not look",
	],
	["rights", {}, "met", "all that is needed on 1 resources"],
	[
		"rights",
		{ rights: ok("get pods. true\nlist pods. false\n") },
		"unmet",
		"the account lacks pods: list",
	],
	["kinds", {}, "met", "knows"],
	[
		"kinds",
		{
			objects: error(
				'error: resource mapping not found: no matches for kind "Widget" in version "example.com/v1"',
			),
		},
		"unmet",
		"does not know a kind that the manifests use",
	],
	["kinds", { objects: forbidden("pods") }, "unknown", "may not look"],
	["quotas", {}, "met", "none"],
	[
		"quotas",
		{ quotas: ok(JSON.stringify({ items: [quota] })) },
		"unmet",
		"quota small allows 1 of pods, 1 are used, and 1 more are needed",
	],
	[
		"quotas",
		{
			quotas: ok(JSON.stringify({ items: [quota] })),
			objects: ok("Pod web uid time\n"),
		},
		"met",
		"room enough in small",
	],
	[
		"quotas",
		{ quotas: forbidden("resourcequotas") },
		"unknown",
		"may not look",
	],
	["pull secret", {}, "met", "dockerhub-secret is not there yet"],
	[
		"pull secret",
		{ pullSecret: ok(`${pull} web docker.io/alice`) },
		"met",
		"holds the login of docker.io/alice, made for web",
	],
	[
		"pull secret",
		{ pullSecret: ok(`${pull} shop docker.io/alice`) },
		"met",
		"holds the login of docker.io/alice, made for shop",
	],
	[
		"pull secret",
		{ pullSecret: ok(`${pull} shop docker.io/bob`) },
		"unmet",
		"holds the login of docker.io/bob, made for shop; this app pulls as docker.io/alice",
	],
	["pull secret", { pullSecret: ok(`${pull} `) }, "met", "put there by hand"],
	["pull secret", { pullSecret: ok("Opaque ") }, "unmet", "another type"],
	[
		"pull secret",
		{ pullSecret: forbidden("secrets") },
		"unknown",
		"may not look",
	],
	["lock", {}, "met", "free"],
	["lock", { lease: lease("", "11:59:50") }, "met", "free"],
	[
		"lock",
		{ lease: lease("bob", "11:59:50") },
		"unmet",
		"held by bob, since 2026-11-24T11:59:00Z",
	],
	[
		"lock",
		{ lease: lease("bob", "11:59:20") },
		"met",
		"left by bob, since 2026-11-24T11:59:00Z: a deploy takes it over",
	],
	["lock", { lease: forbidden("leases") }, "unknown", "may not look"],
];

describe("the namespace", () => {
	it.each(cases)("%s of %j is %s: %s", (name, more, result, found, other) => {
		const check = find(name, more, other);
		expect(check?.result).toBe(result);
		expect(check?.found).toContain(found);
		expect(check?.next === undefined).toBe(result !== "unmet");
	});

	it("has no kinds to know where the manifests could not be read", () => {
		expect(find("kinds", {}, { objects: [] })).toBeUndefined();
	});
});
