import { describe, expect, it } from "vitest";
import { parseToken } from "../../../dagger/src/kubectl/plugins.js";

describe("a token", () => {
	const credential = (status: object) =>
		JSON.stringify({
			kind: "ExecCredential",
			apiVersion: "client.authentication.k8s.io/v1beta1",
			status,
		});

	it.each([
		["as it is", "k8s-aws-v1.aHR0", "k8s-aws-v1.aHR0"],
		["in a plugin's answer", credential({ token: "ya29.a0" }), "ya29.a0"],
		[
			"not in an answer with a certificate",
			credential({ clientKeyData: "k" }),
			"",
		],
		["not in what only begins like one", "{token", ""],
	])("is found %s", (_, text, token) => {
		expect(parseToken(text)).toBe(token);
	});
});
