import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { requireKubeconfig } from "../../../dagger/src/input/kubeconfig.js";
import { withMessage } from "../message.js";

const config = {
	apiVersion: "v1",
	kind: "Config",
	"current-context": "shop",
	contexts: [{ name: "shop", context: { cluster: "shop", user: "ci" } }],
	clusters: [
		{ name: "shop", cluster: { server: "https://kube.example.com:6443" } },
	],
	users: [{ name: "ci", user: { token: "t" } }],
};
const { clusters, ...others } = config;

describe("a kubeconfig", () => {
	it.each([
		["YAML", stringify(config)],
		["YAML that begins with its clusters", stringify({ clusters, ...others })],
		[
			"YAML with line ends of Windows",
			stringify(config).replace(/\n/g, "\r\n"),
		],
		["JSON", JSON.stringify(config, null, 2)],
		["JSON in one line", JSON.stringify(config)],
		["YAML in one line", "{apiVersion: v1, clusters: [], kind: Config}"],
		["quoted keys", `'kind': Config\n'clusters': []\n`],
	])("may be %s", (_, text) => {
		expect(() => requireKubeconfig(text)).not.toThrow();
	});

	it.each([
		["nothing", ""],
		["a path", "/home/alice/.kube/config"],
		["a manifest", stringify({ apiVersion: "v1", kind: "Pod" })],
		["one without clusters", stringify(others)],
		["base64", Buffer.from(stringify(config)).toString("base64")],
		["a sentence", "these are my clusters"],
		["a longer word", "superclusters: []"],
		["a page", "<html><body>Sign in</body></html>"],
	])("is not %s", (_, text) => {
		expect(() => requireKubeconfig(text)).toThrow(
			withMessage(
				"--kubeconfig is not a kubeconfig: it lists no clusters; kubectl config view --flatten --minify prints one",
			),
		);
	});
});
