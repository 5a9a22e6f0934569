import { describe, expect, it } from "vitest";
import { placeholderDigest } from "../../../dagger/src/image/image.js";
import {
	imagesOf,
	kustomization,
	labelOf,
	parseObjects,
	pin,
	requireImage,
	resourcesOf,
	usesImage,
} from "../../../dagger/src/manifests/manifests.js";
import type { KubeObject } from "../../../dagger/src/manifests/objects.js";

const repository = { registry: "docker.io", path: "alice/flask-app" };
const pinned = `docker.io/alice/flask-app@${placeholderDigest}`;

const podSpec = (image: string, init?: string) => ({
	containers: [{ name: "main", image }],
	...(init && { initContainers: [{ name: "init", image: init }] }),
});
const template = (spec: object) => ({ template: { spec } });
const object = (
	apiVersion: string,
	kind: string,
	spec?: object,
): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name: "web" },
	...(spec && { spec }),
});

describe("the entries that kustomize reads", () => {
	it.each([
		[
			["service.yaml", "pod.yml", "c.json"],
			["c.json", "pod.yml", "service.yaml"],
		],
		[["pod.yaml", "README.md", "base/", "notes.yaml.txt"], ["pod.yaml"]],
	])("of %j are %j", (entries, files) => {
		expect(resourcesOf(entries)).toEqual(
			files.map((file) => `manifests/${file}`),
		);
	});

	it.each(["kustomization.yaml", "kustomization.yml", "Kustomization"])(
		"are the folder's own where there is a %s",
		(own) => {
			expect(resourcesOf(["pod.yaml", own])).toEqual(["manifests"]);
		},
	);

	it.each([
		[[], "its 0 entries"],
		[["README.md", "base/"], "README.md, base/"],
		[["Kustomization.yaml.bak"], "Kustomization.yaml.bak"],
	])("are missed in %j", (entries, found) => {
		expect(() => resourcesOf(entries)).toThrow(
			new Error(
				`--manifests holds no manifest: no .yaml, .yml or .json file among ${found}`,
			),
		);
	});
});

describe("the kustomization", () => {
	const { patches, ...others } = JSON.parse(
		kustomization(["manifests/pod.yaml"], repository, "shop"),
	) as { patches: { target: { kind: string }; patch: string }[] };

	it("says image, namespace and label", () => {
		expect(others).toEqual({
			apiVersion: "kustomize.config.k8s.io/v1beta1",
			kind: "Kustomization",
			namespace: "shop",
			sortOptions: { order: "legacy" },
			resources: ["manifests/pod.yaml"],
			images: ["flask-app", "alice/flask-app", "docker.io/alice/flask-app"].map(
				(name) => ({
					name,
					newName: "docker.io/alice/flask-app",
					digest: placeholderDigest,
				}),
			),
			labels: [
				{ pairs: { "slipway/app": "flask-app" }, includeTemplates: true },
			],
		});
	});

	const pull = { imagePullSecrets: [{ name: "dockerhub-secret" }] };
	it.each([
		["Pod", "v1", pull],
		["Deployment", "apps/v1", template(pull)],
		["StatefulSet", "apps/v1", template(pull)],
		["DaemonSet", "apps/v1", template(pull)],
		["ReplicaSet", "apps/v1", template(pull)],
		["Job", "batch/v1", template(pull)],
		["CronJob", "batch/v1", { jobTemplate: { spec: template(pull) } }],
	])("gives a %s the pull secret", (kind, apiVersion, spec) => {
		const found = patches.filter(({ target }) => target.kind === kind);
		expect(found.map(({ patch }) => JSON.parse(patch))).toEqual([
			{ apiVersion, kind, metadata: { name: "any" }, spec },
		]);
	});

	it("patches nothing else", () => {
		expect(patches).toHaveLength(7);
	});
});

describe("the label", () => {
	it.each([
		["alice/flask-app", "flask-app"],
		["a/b/c", "c"],
		[`alice/${"a".repeat(80)}`, "a".repeat(63)],
		[`alice/${"a".repeat(61)}--b`, "a".repeat(61)],
		[`alice/${"a".repeat(62)}.b`, "a".repeat(62)],
	])("of %s is %s", (path, label) => {
		expect(labelOf(path)).toBe(label);
	});
});

describe("objects", () => {
	it("are read line by line", () => {
		const objects = [object("v1", "Pod"), object("v1", "Service")];
		const lines = objects.map((one) => `${JSON.stringify(one)}\n`).join("\n");
		expect(parseObjects(lines)).toEqual(objects);
		expect(parseObjects("")).toEqual([]);
	});

	it("are pinned wherever the placeholder stands, and only there", () => {
		const digest = `sha256:${"1".repeat(64)}`;
		const spec = podSpec(pinned, `other@${placeholderDigest}`);
		const draft = object("v1", "Pod", spec);
		const other = object("v1", "Pod", podSpec("nginx:1"));
		expect(pin([draft, other], digest)).toEqual([
			object(
				"v1",
				"Pod",
				podSpec(`docker.io/alice/flask-app@${digest}`, `other@${digest}`),
			),
			other,
		]);
		expect(draft.spec).toEqual(podSpec(pinned, `other@${placeholderDigest}`));
	});
});

const withImage: [string, string, (spec: object) => object][] = [
	["v1", "Pod", (spec) => spec],
	["apps/v1", "Deployment", template],
	["apps/v1", "StatefulSet", template],
	["apps/v1", "DaemonSet", template],
	["apps/v1", "ReplicaSet", template],
	["batch/v1", "Job", template],
	[
		"batch/v1",
		"CronJob",
		(spec) => ({ jobTemplate: { spec: template(spec) } }),
	],
];

describe("the image of the app", () => {
	it.each(withImage)("is found in %s %s", (apiVersion, kind, at) => {
		const main = object(apiVersion, kind, at(podSpec(pinned, "busybox:1")));
		const init = object(apiVersion, kind, at(podSpec("nginx:1", pinned)));
		const none = object(apiVersion, kind, at(podSpec("nginx:1")));
		expect(imagesOf(main)).toEqual(["busybox:1", pinned]);
		expect([main, init, none].map(usesImage)).toEqual([true, true, false]);
		expect(() => requireImage([none, init], repository)).not.toThrow();
		expect(() => requireImage([main], repository)).not.toThrow();
	});

	it.each([
		object("v1", "Service", { ports: [] }),
		object("v1", "ConfigMap"),
		object("v1", "Pod"),
		object("apps/v1", "Deployment", {}),
		object("example.com/v1", "App", template(podSpec(pinned))),
	])("is not looked for where none can be: $kind", (one) => {
		expect(imagesOf(one)).toEqual([]);
	});

	it("is missed with the images that were found", () => {
		const objects = [
			object("v1", "Service"),
			object("v1", "Pod", podSpec("flask-ap", "busybox:1")),
			object("batch/v1", "CronJob", {
				jobTemplate: { spec: template(podSpec("nginx:1")) },
			}),
		];
		expect(() => requireImage(objects, repository)).toThrow(
			new Error(
				"no manifest uses the image docker.io/alice/flask-app: write `image: flask-app` in the container that runs it; images found: busybox:1 (Pod web), flask-ap (Pod web), nginx:1 (CronJob web)",
			),
		);
	});

	it("is missed where no image is", () => {
		const objects = [object("v1", "Service"), object("v1", "ConfigMap")];
		expect(() => requireImage(objects, repository)).toThrow(
			new Error(
				"no manifest uses the image docker.io/alice/flask-app: write `image: flask-app` in the container that runs it; no image found in Service web, ConfigMap web",
			),
		);
	});
});
