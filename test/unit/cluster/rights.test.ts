import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import {
	formatMissing,
	formatRight,
	listRights,
	parseForbidden,
	parseMissing,
	type Right,
	reviewRequest,
} from "../../../dagger/src/cluster/rights.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const object = (apiVersion: string, kind: string): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name: "x" },
});
const of = (rights: Right[], resource: string) =>
	rights.find((right) => right.resource === resource);

describe("the rights that a deploy needs", () => {
	it("are Slipway's own where the manifests hold nothing", () => {
		expect(listRights([]).map(formatRight)).toEqual([
			"leases.coordination.k8s.io: get, list, create, patch",
			"secrets: get, list, create, patch, delete",
			"pods: get, list",
			"pods/log: get",
			"events: list",
		]);
	});

	it.each([
		[
			"apps/v1",
			"Deployment",
			"deployments.apps: get, list, create, patch, delete",
		],
		["v1", "Service", "services: get, list, create, patch, delete"],
		[
			"networking.k8s.io/v1",
			"Ingress",
			"ingresses.networking.k8s.io: get, list, create, patch, delete",
		],
		[
			"networking.k8s.io/v1",
			"NetworkPolicy",
			"networkpolicies.networking.k8s.io: get, list, create, patch, delete",
		],
		[
			"gateway.networking.k8s.io/v1",
			"Gateway",
			"gateways.gateway.networking.k8s.io: get, list, create, patch, delete",
		],
		["v1", "Pod", "pods: get, list, create, patch, delete"],
		["batch/v1", "Job", "jobs.batch: get, list, create, patch, delete"],
		// What holds data is never deleted.
		[
			"v1",
			"PersistentVolumeClaim",
			"persistentvolumeclaims: get, list, create, patch",
		],
		[
			"apiextensions.k8s.io/v1",
			"CustomResourceDefinition",
			"customresourcedefinitions.apiextensions.k8s.io: get, list, create, patch",
		],
		[
			"example.com/v1",
			"Widget",
			"widgets.example.com: get, list, create, patch, delete",
		],
	])("on %s %s are %s", (apiVersion, kind, line) => {
		expect(listRights([object(apiVersion, kind)]).map(formatRight)).toContain(
			line,
		);
	});

	it("are to read what controllers make, too", () => {
		const rights = listRights([
			object("apps/v1", "Deployment"),
			object("v1", "Service"),
		]);
		expect(of(rights, "replicasets")?.verbs).toEqual(["list"]);
		expect(of(rights, "endpointslices")?.group).toBe("discovery.k8s.io");
	});

	it("on Pods grow where a StatefulSet may be stuck", () => {
		const rights = listRights([object("apps/v1", "StatefulSet")]);
		expect(of(rights, "pods")?.verbs).toEqual(["get", "list", "delete"]);
	});

	it("are each there once", () => {
		const two = [object("v1", "Secret"), object("v1", "Secret")];
		const names = listRights(two).map(({ resource }) => resource);
		expect(names).toEqual([...new Set(names)]);
	});

	it("are those of the documented Role, for the sample app; to delete the lock is for remove only", () => {
		const read = (path: string) =>
			parseAllDocuments(
				readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"),
			).map((document) => document.toJSON());
		const objects = ["k8s/pod.yaml", "k8s-deployment/deployment.yaml"]
			.concat("k8s-deployment/service.yaml")
			.flatMap((path) => read(`flask-app/${path}`) as KubeObject[]);

		const documented = read("docs/role.yaml")[0].rules.flatMap(
			(rule: { apiGroups: string[]; resources: string[]; verbs: string[] }) =>
				rule.resources.map((resource) =>
					formatRight({
						group: rule.apiGroups[0] ?? "",
						resource,
						verbs: rule.verbs.toSorted(),
					}),
				),
		);

		const needed = listRights(objects).map(({ verbs, ...right }) =>
			formatRight({
				...right,
				verbs: [
					...verbs,
					...(right.resource === "leases" ? ["delete"] : []),
				].toSorted(),
			}),
		);
		expect(documented.toSorted()).toEqual(needed.toSorted());
	});
});

describe("a refusal", () => {
	const refused = (name: string, what: string) =>
		`Error from server (Forbidden): ${name} is forbidden: User "system:serviceaccount:shop:ci" cannot ${what} in the namespace "shop"\n`;

	it("tells which rights the account lacks, each once", () => {
		const log = 'get resource "pods/log" in API group ""';
		const stderr = [
			refused('pods "web"', log),
			refused('pods "web-2"', log),
			refused(
				'leases.coordination.k8s.io "slipway-web"',
				'delete resource "leases" in API group "coordination.k8s.io"',
			),
		].join("");
		expect(formatMissing(parseForbidden(stderr))).toBe(
			"the account lacks pods/log: get; leases.coordination.k8s.io: delete",
		);
	});

	it.each([
		'Error from server (BadRequest): container "main" is waiting to start',
		'Error from server (Forbidden): pods "web" is forbidden: exceeded quota: small',
		"",
	])("for another reason is none: %s", (stderr) => {
		expect(parseForbidden(stderr)).toEqual([]);
	});
});

describe("the cluster is asked", () => {
	const rights: Right[] = [
		{ group: "", resource: "pods/log", verbs: ["get"] },
		{ group: "apps", resource: "deployments", verbs: ["get", "patch"] },
		{ group: "", resource: "namespaces", verbs: ["get"] },
	];

	it("for each verb, in its namespace where there is one", () => {
		const { call, files } = reviewRequest(rights, "shop");
		const [[path = "", file = ""] = []] = Object.entries(files);
		expect(call).toContain(`--filename=${path}`);
		expect(
			file
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line).spec.resourceAttributes),
		).toEqual([
			{
				verb: "get",
				group: "",
				resource: "pods",
				subresource: "log",
				namespace: "shop",
			},
			{
				verb: "get",
				group: "apps",
				resource: "deployments",
				subresource: "",
				namespace: "shop",
			},
			{
				verb: "patch",
				group: "apps",
				resource: "deployments",
				subresource: "",
				namespace: "shop",
			},
			{ verb: "get", group: "", resource: "namespaces", subresource: "" },
		]);
	});

	it("and what it denies is missing", () => {
		const answer = `get pods/log. true
get deployments.apps true
patch deployments.apps false
get namespaces. false
`;
		expect(parseMissing(answer, rights).map(formatRight)).toEqual([
			"deployments.apps: patch",
			"namespaces: get",
		]);
	});
});
