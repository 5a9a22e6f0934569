import { expect, it } from "vitest";
import { placeholderDigest } from "../../../dagger/src/image/reference.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { makeRelease } from "../../../dagger/src/manifests/release.js";

const address = "docker.io/alice/web";
const image = `${address}@sha256:${"4f1c".repeat(16)}`;
const pod = (image: string, spec: object = {}): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name: "web" },
	spec: { containers: [{ name: "web", image }], ...spec },
});
const rendered = [pod(`${address}@${placeholderDigest}`)];
const credentials = {
	registry: "docker.io",
	username: "reader",
	password: "t0ken",
};
const accounts = new Map<string, string[]>();

it("a release pulls by its pull secret, which holds the login that was given", () => {
	const pull = { app: "web", secretName: "ours", accounts, envKey: "key" };
	const objects = [pod(image, { imagePullSecrets: [{ name: "ours" }] })];
	const release = makeRelease(rendered, image, { ...pull, credentials });
	expect(release).toMatchObject({ image, objects });
	expect(release.pullSecret?.metadata).toEqual({
		name: "ours",
		labels: { "slipway/app": "web" },
		annotations: { "slipway/account": "docker.io/reader" },
	});
	expect(makeRelease(rendered, image, pull)).toEqual({ image, objects });
});

it("a release without a pull secret makes none and names none", () => {
	const none = { app: "web", secretName: undefined, accounts, envKey: "key" };
	expect(makeRelease(rendered, image, none)).toEqual({
		image,
		objects: [pod(image)],
	});
});
