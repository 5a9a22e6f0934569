import { classifyRefusal } from "../failures/catalogue.js";
import { Failure } from "../failures/failure.js";
import type { Kubeconfig } from "./kubeconfig.js";
import { formatTokenCommand } from "./plugins.js";
import type { Answer } from "./script.js";

/** What a caller says of the way to the cluster, besides the kubeconfig. */
export type Given = {
	context?: string;
	/** A token stands in for the kubeconfig's user. */
	hasToken?: boolean;
	/** Where a tunnel to the server begins: `cluster:6443`. */
	tunnel?: string;
};

const itself =
	/^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\]|(?:host|kubernetes)\.docker\.internal)$/;

/** Whether a call failed for something that a look into the kubeconfig may explain. */
export function isAboutKubeconfig({ code, stderr }: Answer): boolean {
	if (code === 0) return false;
	const stage = classifyRefusal(stderr)?.stage;
	return (
		stage === "kubeconfig" ||
		(stage === "server" && /\.docker\.internal/.test(stderr))
	);
}

/** The flags with which kubectl gets to the cluster; refuses a kubeconfig that leads nowhere from inside a container. */
export function findAccess(config: Kubeconfig, given: Given): string[] {
	const context = chooseContext(config, given.context);
	const named = <Row extends { name: string }>(rows: Row[], name: string) =>
		rows.find((row) => row.name === name);
	const cluster = named(config.clusters, context.cluster);
	const user = given.hasToken ? undefined : named(config.users, context.user);
	if (user?.plugin)
		throw unusable(
			`the kubeconfig asks the program ${user.plugin} for its credentials, and the container has none`,
			`let it make the token here: --token='cmd://${formatTokenCommand(user.plugin, user.call)}'`,
		);
	requireNoFiles(context.name, {
		"certificate-authority": cluster?.authority,
		"client-certificate": user?.certificate,
		"client-key": user?.key,
	});
	if (user?.tokenFile)
		throw unusable(
			`the kubeconfig refers to a file that is not in it: tokenFile ${user.tokenFile}`,
			`give that file itself: --token=file://${user.tokenFile}`,
		);
	const flags = context.name ? [`--context=${context.name}`] : [];
	if (!cluster || !URL.canParse(cluster.server)) return flags;
	const server = new URL(cluster.server);
	if (given.tunnel)
		return [...flags, ...tunnelFlags(server, given.tunnel, cluster.tlsName)];
	if (itself.test(server.hostname) && !cluster.proxied)
		throw unusable(
			`the kubeconfig's server is this machine itself, which a container cannot reach: ${server.origin}`,
			`let Dagger make a way to it: --cluster=tcp://localhost:${server.port || (server.protocol === "http:" ? 80 : 443)}`,
		);
	return flags;
}

/** The context that is asked for, the current one, or the only one. */
function chooseContext(
	{ contexts, current }: Kubeconfig,
	given: string | undefined,
): Kubeconfig["contexts"][number] {
	const wanted = given || current;
	const names = contexts.map(({ name }) => name);
	const found = contexts.find(({ name }) => name === wanted);
	if (found) return found;
	const [only] = contexts;
	if (!only)
		throw unusable(
			"the kubeconfig has no context",
			"kubectl config view --flatten --minify prints one that has",
		);
	if (wanted)
		throw unusable(
			`the kubeconfig has no context ${wanted}`,
			`give one of its own as --context: ${names.join(", ")}`,
		);
	if (contexts.length === 1) return only;
	throw unusable(
		`the kubeconfig has ${contexts.length} contexts, and none is current`,
		`give one as --context: ${names.join(", ")}`,
	);
}

function requireNoFiles(
	context: string,
	paths: Record<string, string | undefined>,
): void {
	const found = Object.entries(paths).filter(([, path]) => path);
	if (found.length === 0) return;
	const list = found.map(([name, path]) => `${name} ${path}`).join(", ");
	throw unusable(
		`the kubeconfig refers to files that are not in it: ${list}`,
		`let kubectl put them in: --kubeconfig="cmd://kubectl config view --flatten --minify --context='${context}'"`,
	);
}

/** The same server at the other end of a tunnel; its certificate is still that of its own name. */
function tunnelFlags(server: URL, tunnel: string, tlsName = ""): string[] {
	const name = tlsName || server.hostname.replace(/^\[|\]$/g, "");
	const path = server.pathname.replace(/\/$/, "");
	return [
		`--server=${server.protocol}//${tunnel}${path}`,
		`--tls-server-name=${name}`,
	];
}

function unusable(sentence: string, next: string): Failure {
	return new Failure(`the cluster cannot be used: ${sentence}`, { next });
}
