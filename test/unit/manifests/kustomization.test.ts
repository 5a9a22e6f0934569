import { describe, expect, it } from "vitest";
import {
	appKustomization,
	listResources,
	plainKustomization,
} from "../../../dagger/src/manifests/kustomization.js";
import { withMessage } from "../message.js";

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

describe("the kustomizations", () => {
	it("read the manifests as they are first", () => {
		expect(JSON.parse(plainKustomization(["manifests/pod.yaml"]))).toEqual({
			apiVersion: "kustomize.config.k8s.io/v1beta1",
			kind: "Kustomization",
			resources: ["manifests/pod.yaml"],
		});
	});

	const { labels, ...others } = JSON.parse(appKustomization("web", "shop")) as {
		labels: { pairs: object; fields: object[] }[];
	};

	it("give them to the app then", () => {
		expect(others).toEqual({
			apiVersion: "kustomize.config.k8s.io/v1beta1",
			kind: "Kustomization",
			namespace: "shop",
			sortOptions: { order: "legacy" },
			resources: ["plain.yaml"],
		});
	});

	it("label the templates of Pods, and no claim templates", () => {
		const [{ pairs, fields } = { pairs: {}, fields: [] }] = labels;
		expect(pairs).toEqual({ "slipway/app": "web" });
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
