import { expect, test } from "vitest";
import { freshNamespace, kubectl, slipway, variable } from "./support/lab.js";

const username = variable("LAB_USERNAME");
const password = variable("LAB_PASSWORD");
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("the pull secret holds what kubectl create secret docker-registry would, however often it is applied", async () => {
	const namespace = await freshNamespace("secret");
	await slipway({ namespace }, "deploy");
	await slipway({ namespace }, "deploy");

	const secret = JSON.parse(
		await kubectl(
			"-n",
			namespace,
			"get",
			"secret",
			"dockerhub-secret",
			"-o",
			"json",
		),
	);

	expect(secret.type).toBe("kubernetes.io/dockerconfigjson");
	expect(
		JSON.parse(
			Buffer.from(secret.data[".dockerconfigjson"], "base64").toString(),
		),
	).toEqual({
		auths: {
			[variable("LAB_REGISTRY")]: {
				username,
				password,
				email: `${username}@example.com`,
				auth: base64(`${username}:${password}`),
			},
		},
	});
	expect(secret.metadata.annotations).toEqual({
		"slipway/account": `${variable("LAB_REGISTRY")}/${variable("LAB_USERNAME")}`,
	});
});
