import { describe, expect, it } from "vitest";
import { placeholderDigest } from "../../../dagger/src/image/reference.js";
import { listImages } from "../../../dagger/src/kubernetes/kinds.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	listPlaces,
	pinImage,
	placeImage,
	usesImage,
} from "../../../dagger/src/manifests/image.js";
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

describe("the image is put where it is meant", () => {
	const placed = (image: string, path = "alice/flask-app") => {
		const pods = [podSpec(image), podSpec(path)].map((spec) =>
			object("v1", "Pod", spec),
		);
		const [first] = placeImage(pods, { registry: "docker.io", path });
		return first ? listImages(first)[0] : undefined;
	};

	it.each([
		"flask-app",
		"flask-app:latest",
		"alice/flask-app",
		"alice/flask-app:1.4",
		"docker.io/alice/flask-app",
		"docker.io/alice/flask-app:main",
	])("for %s", (image) => {
		expect(placed(image)).toBe(pinned);
	});

	it.each([
		"flask-app:1.4",
		"bob/flask-app",
		"flask-app-worker",
		"ghcr.io/alice/flask-app",
		"my/alice/flask-app",
		`alice/flask-app@sha256:${"a".repeat(64)}`,
	])("not for %s", (image) => {
		expect(placed(image)).toBe(image);
	});

	it("not in a sidecar whose image has the app's name and a release of its own", () => {
		expect(placed("nginx:1.27-alpine", "alice/nginx")).toBe(
			"nginx:1.27-alpine",
		);
	});

	it("by its name with a tag where no other container means it for sure", () => {
		const [alone] = placeImage(
			[object("v1", "Pod", podSpec("flask-app:1.4", "nginx:1"))],
			repository,
		);
		expect(alone && listImages(alone)).toEqual(["nginx:1", pinned]);
	});

	it("and what was given stays as it was", () => {
		const given = [object("v1", "Pod", podSpec("flask-app"))];
		placeImage(given, repository);
		expect(given).toEqual([object("v1", "Pod", podSpec("flask-app"))]);
	});
});

describe("the digest", () => {
	it("stands wherever the placeholder stood, and only there", () => {
		const digest = `sha256:${"1".repeat(64)}`;
		const draft = object("v1", "Pod", podSpec(pinned));
		const other = object("v1", "Pod", podSpec("nginx:1"));
		expect(pinImage([draft, other], digest)).toEqual([
			object("v1", "Pod", podSpec(`docker.io/alice/flask-app@${digest}`)),
			other,
		]);
		expect(draft.spec).toEqual(podSpec(pinned));
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
		const main = object(apiVersion, kind, at(podSpec("flask-app", "busybox")));
		const init = object(apiVersion, kind, at(podSpec("nginx:1", "flask-app")));
		const none = object(apiVersion, kind, at(podSpec("nginx:1")));
		const placed = placeImage([main, init, none], repository);
		expect(placed.map(listImages)).toEqual([
			["busybox", pinned],
			[pinned, "nginx:1"],
			["nginx:1"],
		]);
		expect(placed.map(usesImage)).toEqual([true, true, false]);
		expect(listPlaces(placed)).toEqual([
			`${kind} web (container main)`,
			`${kind} web (container init)`,
		]);
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
		expect(() => placeImage(objects, repository)).toThrow(
			withMessage(
				"no manifest uses the image docker.io/alice/flask-app: write `image: flask-app` in the container that runs it; images found: busybox:1 (Pod web), flask-ap (Pod web), nginx:1 (CronJob web)",
			),
		);
	});

	it.each([
		[[], "the manifests hold no object"],
		[
			[object("v1", "Service"), object("v1", "ConfigMap")],
			"no image found in Service web, ConfigMap web",
		],
	])("is missed where no image is: %#", (objects, found) => {
		expect(() => placeImage(objects, repository)).toThrow(
			withMessage(
				`no manifest uses the image docker.io/alice/flask-app: write \`image: flask-app\` in the container that runs it; ${found}`,
			),
		);
	});
});
