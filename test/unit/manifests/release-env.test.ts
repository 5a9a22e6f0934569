import { describe, expect, it } from "vitest";
import type { Variables } from "../../../dagger/src/input/dotenv.js";
import { findPodTemplate } from "../../../dagger/src/kubernetes/kinds.js";
import { type KubeObject, ref } from "../../../dagger/src/kubernetes/object.js";
import { hashVariables } from "../../../dagger/src/manifests/env-secret.js";
import {
	listKept,
	makeRelease,
} from "../../../dagger/src/manifests/release.js";

const image = `docker.io/alice/web@sha256:${"4f1c".repeat(16)}`;
const deployment = (name: string, secret: string): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name },
	spec: {
		template: {
			spec: {
				containers: [{ name, envFrom: [{ secretRef: { name: secret } }] }],
			},
		},
	},
});
const own = deployment("web", "web-env");
const other = deployment("other", "others-env");

function releaseWith(
	given: { env?: Variables; envHash?: string; envKey?: string },
	objects = [own, other],
) {
	const pull = { app: "web", secretName: "pull", accounts: new Map() };
	return makeRelease(objects, image, { ...pull, envKey: "key", ...given });
}
const hashesOf = ({ objects }: { objects: KubeObject[] }) =>
	objects.map(
		(object) =>
			findPodTemplate(object)?.metadata?.annotations?.["slipway/configuration"],
	);

describe("a release with the app's own secrets", () => {
	const one = new Map([["A", "hunter22"]]);
	const two = new Map([["A", "hunter23"]]);

	it("rolls what reads them when they change, and nothing else", () => {
		const [before, others] = hashesOf(releaseWith({ env: one }));
		expect(before).toMatch(/^[0-9a-f]{24}$/);
		expect(others).toBeUndefined();
		expect(hashesOf(releaseWith({ env: one }))[0]).toBe(before);
		expect(hashesOf(releaseWith({ env: two }))[0]).not.toBe(before);
	});

	it("rolls nothing where they are not given again", () => {
		const envHash = hashVariables(one, "key");
		const given = releaseWith({ env: one });
		const notGiven = releaseWith({ envHash });
		expect(hashesOf(notGiven)).toEqual(hashesOf(given));
		expect(notGiven.env).toEqual(given.env);
		expect(given).toHaveProperty("envSecret");
		expect(notGiven).not.toHaveProperty("envSecret");
	});

	it("cannot be guessed by its Pods without the key", () => {
		const [hash] = hashesOf(releaseWith({ env: one }));
		expect(hashesOf(releaseWith({ env: one, envKey: "else" }))[0]).not.toBe(
			hash,
		);
	});

	it("keeps their Secret, whether it makes it or finds it; one without has none", () => {
		const secret = ref("Secret", "web-env");
		expect(listKept(releaseWith({ env: one }))).toContainEqual(secret);
		expect(listKept(releaseWith({ envHash: "4f1c" }))).toContainEqual(secret);
		expect(listKept(releaseWith({}))).not.toContainEqual(secret);
		expect(hashesOf(releaseWith({}))).toEqual([undefined, undefined]);
	});

	it("has none where the manifests hold that Secret", () => {
		const held = { ...ref("Secret", "web-env"), data: { A: "b" } };
		const release = releaseWith({ envHash: "4f1c" }, [own, held]);
		expect(release).not.toHaveProperty("env");
		expect(hashesOf(release)).toEqual(hashesOf(releaseWith({}, [own, held])));
	});
});
