import { describe, expect, it } from "vitest";
import {
	kubeconfigRequest,
	parseKubeconfig,
} from "../../../dagger/src/kubectl/kubeconfig.js";

// What kubectl 1.34 printed for this request.
const printed = `current\tshop
context\tgroup/app:agent\teks\tu
context\tshop\tkind\tf
cluster\teks\thttps://x.eks.amazonaws.com\t\tproxied\tca.crt
cluster\tkind\thttps://alice:pass@127.0.0.1:41234\tkube\t\t
user\tf\t/a/b.crt\tb.key\t/x/t\t\t
user\tu\t\t\t\t/usr/bin/aws\taws --region eu eks get-token --cluster-name shop
`;

describe("a kubeconfig as kubectl prints it", () => {
	it("has its contexts, clusters and users", () => {
		expect(parseKubeconfig(printed)).toEqual({
			current: "shop",
			contexts: [
				{ name: "group/app:agent", cluster: "eks", user: "u" },
				{ name: "shop", cluster: "kind", user: "f" },
			],
			clusters: [
				{
					name: "eks",
					server: "https://x.eks.amazonaws.com",
					tlsName: "",
					proxied: "proxied",
					authority: "ca.crt",
				},
				{
					name: "kind",
					server: "https://127.0.0.1:41234",
					tlsName: "kube",
					proxied: "",
					authority: "",
				},
			],
			users: [
				{
					name: "f",
					certificate: "/a/b.crt",
					key: "b.key",
					tokenFile: "/x/t",
					plugin: "",
					call: "",
				},
				{
					name: "u",
					certificate: "",
					key: "",
					tokenFile: "",
					plugin: "aws",
					call: "aws --region eu eks get-token --cluster-name shop",
				},
			],
		});
	});

	it("may be empty", () => {
		const nothing = { current: "", contexts: [], clusters: [], users: [] };
		expect(parseKubeconfig("current\t\n")).toEqual(nothing);
	});

	it("is asked for nothing that may be a secret", () => {
		expect(kubeconfigRequest.join(" ")).not.toMatch(
			/--raw|--flatten|-data|\.(token|password|env|config)\b|with \.args/,
		);
	});
});
