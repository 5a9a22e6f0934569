import type { Call } from "./script.js";

/** What a kubeconfig says of the ways to its clusters, and nothing that it keeps secret. A field that it lacks is "". */
export type Kubeconfig = {
	current: string;
	contexts: Row<"name" | "cluster" | "user">[];
	clusters: Row<"name" | "server" | "tlsName" | "proxied" | "authority">[];
	users: Row<
		"name" | "certificate" | "key" | "tokenFile" | "plugin" | "call"
	>[];
};

type Row<Field extends string> = Record<Field, string>;

const value = (path: string) => `{{with ${path}}}{{.}}{{end}}`;
const line = (...fields: string[]) => `${fields.join("\t")}\n`;
const cluster = (key: string) => value(`index .cluster "${key}"`);
const user = (key: string) => value(`index .user "${key}"`);

// Neither the address of a proxy, nor what a plugin is called with: both may hold a password. AWS has its secrets elsewhere.
const template = [
	line("current", value(`index . "current-context"`)),
	"{{range .contexts}}",
	line(
		"context",
		...["name", "context.cluster", "context.user"].map((path) =>
			value(`.${path}`),
		),
	),
	"{{end}}{{range .clusters}}",
	line(
		"cluster",
		value(".name"),
		...["server", "tls-server-name"].map(cluster),
		`{{with index .cluster "proxy-url"}}proxied{{end}}`,
		cluster("certificate-authority"),
	),
	"{{end}}{{range .users}}",
	line(
		"user",
		value(".name"),
		...["client-certificate", "client-key", "tokenFile"].map(user),
		`{{with .user.exec}}{{.command}}{{end}}{{with index .user "auth-provider"}}{{.name}}{{end}}`,
		`{{with .user.exec}}{{if eq .command "aws"}}aws{{range .args}} {{.}}{{end}}{{end}}{{end}}`,
	),
	"{{end}}",
].join("");

export const kubeconfigRequest: Call = [
	"config",
	"view",
	`--output=go-template=${template}`,
];

/** A kubeconfig in what this request prints. */
export function parseKubeconfig(stdout: string): Kubeconfig {
	const config: Kubeconfig = {
		current: "",
		contexts: [],
		clusters: [],
		users: [],
	};
	for (const row of stdout.split("\n")) {
		const [kind, name = "", ...fields] = row.split("\t");
		const [a = "", b = "", c = "", d = "", e = ""] = fields;
		if (kind === "current") config.current = name;
		if (kind === "context") config.contexts.push({ name, cluster: a, user: b });
		if (kind === "cluster")
			config.clusters.push({
				name,
				tlsName: b,
				proxied: c,
				authority: d,
				server: a.replace(/^(\w+:\/\/)[^/@]*@/, "$1"),
			});
		if (kind === "user")
			config.users.push({
				name,
				certificate: a,
				key: b,
				tokenFile: c,
				plugin: d.split("/").at(-1) ?? "",
				call: e,
			});
	}
	return config;
}
