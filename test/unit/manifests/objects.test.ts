import { describe, expect, it } from "vitest";
import { placeholderDigest } from "../../../dagger/src/image/reference.js";
import { listImages } from "../../../dagger/src/kubernetes/kinds.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	parseObjects,
	pinImage,
	requireImage,
	usesImage,
} from "../../../dagger/src/manifests/objects.js";
import { withMessage } from "../message.js";

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
		expect(pinImage([draft, other], digest)).toEqual([
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
	["argoproj.io/v1alpha1", "Rollout", template],
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
		expect(listImages(main)).toEqual(["busybox:1", pinned]);
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
		// Of another group: Volcano.
		object("batch.volcano.sh/v1alpha1", "Job", template(podSpec(pinned))),
	])("is not looked for where none can be: $kind", (one) => {
		expect(listImages(one)).toEqual([]);
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
			withMessage(
				"no manifest uses the image docker.io/alice/flask-app: write `image: flask-app` in the container that runs it; images found: busybox:1 (Pod web), flask-ap (Pod web), nginx:1 (CronJob web)",
			),
		);
	});

	it("is missed where no image is", () => {
		const objects = [object("v1", "Service"), object("v1", "ConfigMap")];
		expect(() => requireImage(objects, repository)).toThrow(
			withMessage(
				"no manifest uses the image docker.io/alice/flask-app: write `image: flask-app` in the container that runs it; no image found in Service web, ConfigMap web",
			),
		);
	});
});
