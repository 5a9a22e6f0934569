import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { listAddresses, listLinks } from "../../../dagger/src/report/links.js";
import { makeRecord } from "../records.js";
import { deployed } from "./releases.js";

describe("the links of a release", () => {
	it("lead to the app, its image, its commit and its job", () => {
		const { id } = deployed.commit ?? {};
		const project = "https://gitlab.example.com/shop/web";
		expect(listLinks(deployed)).toEqual([
			{
				label: "app web.example.com/",
				url: "https://web.example.com/",
			},
			{ label: "image alice/web", url: "https://hub.docker.com/r/alice/web" },
			{ label: "commit 4f1c2ab9", url: `${project}/-/commit/${id}` },
			{ label: "deployed by", url: `${project}/-/jobs/4711` },
		]);
	});

	it("are none where there is no address", () => {
		const image = "registry.example.com/web@sha256:00";
		for (const by of [
			"alice",
			"",
			"javascript:alert(1)",
			"see https://x y",
			"https://x/<b>",
		])
			expect(listLinks({ ...deployed, objects: [], image, by })).toEqual([]);
	});

	const ingress = (spec?: unknown, apiVersion = "networking.k8s.io/v1") => {
		const metadata = { name: "web" };
		const object: KubeObject = { apiVersion, kind: "Ingress", metadata, spec };
		return makeRecord({ objects: [object] });
	};
	const host = "web.example.com";
	const at = (pathType: string, path?: string) => ({
		rules: [{ host, http: { paths: [{ pathType, path }] } }],
	});

	it.each<[string, unknown, string[]]>([
		["without rules", undefined, []],
		["with nothing below its fields", { rules: null, tls: null }, []],
		["with no TLS", { rules: [{ host }], tls: null }, [`http://${host}/`]],
		["without a host", { rules: [{}] }, []],
		["of many hosts", { rules: [{ host: "*.example.com" }] }, []],
		["without TLS", { rules: [{ host }] }, [`http://${host}/`]],
		["of two rules", { rules: [{ host }, { host }] }, [`http://${host}/`]],
		[
			"with TLS",
			{ rules: [{ host }], tls: [{ hosts: [host] }] },
			[`https://${host}/`],
		],
		[
			"with TLS of a wildcard",
			{ rules: [{ host }], tls: [{ hosts: ["*.example.com"] }] },
			[`https://${host}/`],
		],
		[
			"with TLS of another",
			{ rules: [{ host }], tls: [{ hosts: ["example.com"] }] },
			[`http://${host}/`],
		],
		["with TLS of all", { rules: [{ host }], tls: [{}] }, [`https://${host}/`]],
		["with a path", at("Prefix", "/shop"), [`http://${host}/shop`]],
		[
			"with a pattern",
			at("ImplementationSpecific", "/.*"),
			[`http://${host}/`],
		],
		["with no path", at("Prefix"), [`http://${host}/`]],
	])("an Ingress %s", (_, spec, addresses) => {
		expect(listAddresses(ingress(spec))).toEqual(addresses);
	});
});
