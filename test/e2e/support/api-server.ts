import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { request } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { afterAll } from "vitest";
import { changed } from "./kubeconfig.js";

/** Makes a request of the API server, and hands its answer over. */
export type Forward = (
	headers: IncomingHttpHeaders,
	take: (reply: IncomingMessage) => void,
) => void;

const servers: Server[] = [];
afterAll(() => {
	for (const server of servers) {
		server.close();
		server.closeAllConnections();
	}
});

/**
 * Stands in front of the API server, to the end of a file of tests, and adds the credentials itself; the answer is the path
 * of a kubeconfig that leads to it.
 */
export async function inFrontOfApiServer(
	handle: (
		incoming: IncomingMessage,
		answer: ServerResponse,
		forward: Forward,
	) => void,
): Promise<string> {
	return changed(async ({ clusters: [at], users: [as] }) => {
		if (!at || !as) throw new Error("the lab's kubeconfig names no cluster");
		const target = new URL(`${at.cluster.server}`);
		const decoded = (data: unknown) => Buffer.from(`${data}`, "base64");
		const tls = {
			ca: decoded(at.cluster["certificate-authority-data"]),
			cert: decoded(as.user["client-certificate-data"]),
			key: decoded(as.user["client-key-data"]),
		};
		const server = createServer((incoming, answer) =>
			handle(incoming, answer, ({ host, ...headers }, take) => {
				const url = new URL(incoming.url ?? "/", target);
				const { method } = incoming;
				const onward = request(url, { ...tls, method, headers }, take);
				onward.on("error", (error) => answer.destroy(error));
				incoming.pipe(onward);
			}),
		);
		servers.push(server);
		const host = await addressToward(target);
		await new Promise<void>((resolve) => server.listen(0, host, resolve));
		const { port } = server.address() as AddressInfo;
		at.cluster = { server: `http://${host}:${port}` };
		as.user = {};
	});
}

/** Hands over what the API server answers, as it comes. */
export function handOver(reply: IncomingMessage, answer: ServerResponse): void {
	answer.writeHead(reply.statusCode ?? 502, reply.headers);
	answer.flushHeaders();
	reply.pipe(answer).on("close", () => reply.destroy());
}

/** This machine's own address on the network of the cluster: the engine's containers reach it there too. */
function addressToward({ hostname, port }: URL): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port || 443), hostname, () => {
			resolve(socket.localAddress ?? "");
			socket.destroy();
		});
		socket.on("error", reject);
	});
}
