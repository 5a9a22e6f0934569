import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { request } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parse, stringify } from "yaml";
import { folder, variable } from "./lab.js";

/** One kubectl process, as the API server sees it. */
export type Kubectl = {
	command: string;
	requests: URL[];
	/** What it was answered, as it came over the network. */
	bytes: number;
	/** From its first request to the end of its last answer. */
	began: number;
	ended: number;
};

type Counter = {
	/** Whose server is the counter. */
	kubeconfig: string;
	/** The processes since it was asked before. */
	take: () => Kubectl[];
};

type Kubeconfig = {
	clusters: { cluster: { server: string } & Record<string, string> }[];
	users: { user: Record<string, string> }[];
};

/**
 * Stands in front of the API server and tells kubectl's processes apart: each has a session of its own in its headers.
 * It adds the credentials itself, and is there for one test only.
 */
export async function kubectlCounter(): Promise<Counter> {
	const text = await readFile(variable("KUBECONFIG"), "utf8");
	const config = parse(text) as Kubeconfig;
	const [at, as] = [config.clusters[0], config.users[0]];
	if (!at || !as) throw new Error("the lab's kubeconfig names no cluster");
	const { cluster } = at;
	const decoded = (data = "") => Buffer.from(data, "base64");
	const tls = {
		ca: decoded(cluster["certificate-authority-data"]),
		cert: decoded(as.user["client-certificate-data"]),
		key: decoded(as.user["client-key-data"]),
	};
	const sessions = new Map<string, Kubectl>();

	const server = createServer((incoming, answer) => {
		const { method, headers } = incoming;
		const url = new URL(incoming.url ?? "/", cluster.server);
		const id = String(headers["kubectl-session"]);
		const command = String(headers["kubectl-command"]);
		const began = performance.now();
		const session = sessions.get(id) ?? {
			command,
			requests: [],
			bytes: 0,
			began,
			ended: began,
		};
		sessions.set(id, session);
		session.requests.push(url);
		const { host, ...rest } = headers;
		const onward = request(url, { ...tls, method, headers: rest }, (reply) => {
			answer.writeHead(reply.statusCode ?? 502, reply.headers);
			answer.flushHeaders();
			reply.on("data", (data: Buffer) => {
				session.bytes += data.length;
				session.ended = performance.now();
			});
			reply.pipe(answer).on("close", () => reply.destroy());
		});
		onward.on("error", (error) => answer.destroy(error));
		incoming.pipe(onward);
	});
	const host = await addressToward(new URL(cluster.server));
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	const { port } = server.address() as AddressInfo;
	at.cluster = { server: `http://${host}:${port}` };
	as.user = {};
	const path = await folder({ kubeconfig: stringify(config) });
	const take = () => {
		const taken = [...sessions.values()];
		sessions.clear();
		return taken;
	};
	return { kubeconfig: join(path, "kubeconfig"), take };
}

/** Reads all objects of an app at once. */
export function readsByLabel({ command, requests }: Kubectl): boolean {
	const selects = requests.some((url) => url.searchParams.has("labelSelector"));
	return command === "kubectl get" && selects;
}

export function readsEvents({ command, requests }: Kubectl): boolean {
	return (
		command === "kubectl get" && requests.map(resourceOf).includes("events")
	);
}

export function resourceOf({ pathname }: URL): string {
	return pathname.split("/").at(-1) ?? "";
}

/** This machine's own address on the network of the cluster: the engine's containers reach it there too. */
export function addressToward({ hostname, port }: URL): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port || 443), hostname, () => {
			resolve(socket.localAddress ?? "");
			socket.destroy();
		});
		socket.on("error", reject);
	});
}
