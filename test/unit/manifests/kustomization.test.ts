import { describe, expect, it } from "vitest";
import { placeholderDigest } from "../../../dagger/src/image/reference.js";
import {
	kustomization,
	listResources,
} from "../../../dagger/src/manifests/kustomization.js";
import { withMessage } from "../message.js";

const repository = { registry: "docker.io", path: "alice/flask-app" };
const template = (spec: object) => ({ template: { spec } });

describe("the entries that kustomize reads", () => {
	it.each([
		[
			["service.yaml", "pod.yml", "c.json"],
			["c.json", "pod.yml", "service.yaml"],
		],
		[["pod.yaml", "README.md", "base/", "notes.yaml.txt"], ["pod.yaml"]],
	])("of %j are %j", (entries, files) => {
		expect(listResources(entries)).toEqual(
			files.map((file) => `manifests/${file}`),
		);
	});

	it.each(["kustomization.yaml", "kustomization.yml", "Kustomization"])(
		"are the folder's own where there is a %s",
		(own) => {
			expect(listResources(["pod.yaml", own])).toEqual(["manifests"]);
		},
	);

	it("are those of an overlay where that is asked for", () => {
		expect(listResources(["base", "overlays"], "overlays/prod")).toEqual([
			"manifests/overlays/prod",
		]);
	});

	it.each(["/etc", "../other", "a/../../b"])(
		"are in the folder, not %s",
		(overlay) => {
			expect(() => listResources([], overlay)).toThrow(
				`--overlay=${overlay} is not a folder in the manifests`,
			);
		},
	);

	it.each([
		[[], "its 0 entries"],
		[["README.md", "base/"], "README.md, base/"],
		[["Kustomization.yaml.bak"], "Kustomization.yaml.bak"],
	])("are missed in %j", (entries, found) => {
		expect(() => listResources(entries)).toThrow(
			withMessage(
				`--manifests holds no manifest: no .yaml, .yml or .json file among ${found}`,
			),
		);
	});
});

describe("the kustomization", () => {
	const { patches, ...others } = JSON.parse(
		kustomization(["manifests/pod.yaml"], repository, "web", "shop"),
	) as {
		patches: { target: { kind: string }; patch: string }[];
		labels?: { fields?: object[] }[];
	};

	it("names image, namespace and label", () => {
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
			labels: [{ pairs: { "slipway/app": "web" }, fields: expect.anything() }],
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
		["Rollout", "argoproj.io/v1alpha1", template(pull)],
		["CronJob", "batch/v1", { jobTemplate: { spec: template(pull) } }],
	])("gives a %s the pull secret", (kind, apiVersion, spec) => {
		const found = patches.filter(({ target }) => target.kind === kind);
		expect(found.map(({ patch }) => JSON.parse(patch))).toEqual([
			{ apiVersion, kind, metadata: { name: "any" }, spec },
		]);
	});

	it("patches nothing else", () => {
		expect(patches).toHaveLength(8);
	});

	it("patches the kind of its group only", () => {
		expect(patches.map(({ target }) => target)).toContainEqual({
			group: "batch",
			version: "v1",
			kind: "Job",
		});
	});

	it("labels the templates of Pods, and no claim templates", () => {
		const [{ fields = [] } = {}] = others.labels ?? [];
		expect(fields).toContainEqual({
			path: "spec/template/metadata/labels",
			group: "apps",
			kind: "StatefulSet",
			create: true,
		});
		expect(fields).toContainEqual({
			path: "spec/jobTemplate/spec/template/metadata/labels",
			group: "batch",
			kind: "CronJob",
			create: true,
		});
		expect(JSON.stringify(fields)).not.toMatch(/volumeClaim|"Pod"/);
	});
});
