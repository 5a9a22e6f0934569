import { describe, expect, it } from "vitest";
import { unmetBy, unmetByRefusal } from "../../../dagger/src/failures/check.js";
import { Failure } from "../../../dagger/src/failures/failure.js";

describe("a check that is not met", () => {
	it("tells a failure with its evidence and next step", () => {
		const failure = new Failure(
			"the cluster cannot be used: the kubeconfig has no context",
			{ evidence: [{ label: "message", text: "evidence" }], next: "a step" },
		);
		expect(unmetBy("kubeconfig", failure)).toEqual({
			name: "kubeconfig",
			result: "unmet",
			next: "a step",
			found: "the kubeconfig has no context; evidence",
		});
		expect(unmetBy("manifests", new Error("odd")).found).toBe("odd");
	});

	it("is named by the option that it is about", () => {
		const failure = new Failure("--image-name=A b is not an image name");
		expect(unmetBy("login", failure).name).toBe("image name");
	});

	it("tells a refusal in its cause's words, and the cluster's last", () => {
		const stderr =
			"E1123 memcache.go] noise\nUnable to connect to the server: dial tcp: lookup a: no such host\n";
		expect(unmetByRefusal("server", stderr)).toEqual({
			name: "server",
			result: "unmet",
			found:
				"the cluster cannot be reached from the Dagger engine; Unable to connect to the server: dial tcp: lookup a: no such host",
			next: "check the server's address in the kubeconfig, VPN and firewall",
		});
	});
});
