import {
	createServer,
	type IncomingMessage,
	request,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { hostOfEngine, leadEngineTo } from "./engine.js";
import { variable } from "./lab.js";

/** What goes wrong with a request; nothing else of it is done, but for a delay. */
export type Fault =
	| { status: number; headers?: Record<string, string>; errors?: unknown[] }
	/** The connection is reset when so many bytes of the body have come. */
	| { resetAfter: number }
	/** Seconds. */
	| { delay: number };

/**
 * A request as it is told apart: `PUT manifests`, `HEAD blobs`, `POST uploads`, `PUT uploads`; `HEAD key` is about the tag of
 * an image's content, which each push looks up, and sets first.
 */
export type Request = { name: string; bytes: number };

export type MisbehavingRegistry = {
	/** As the engine reaches it. */
	address: string;
	/** How often it was asked for something. */
	count(name: string): number;
};

/** Stands in front of the lab's registry for one test, and does wrong what it is told to. */
export async function misbehavingRegistry(
	misbehave: (request: Request, tries: number) => Fault | undefined,
): Promise<MisbehavingRegistry> {
	const counts = new Map<string, number>();
	const server = createServer(async (incoming, answer) => {
		const asked = describe(incoming);
		const tries = (counts.get(asked.name) ?? 0) + 1;
		counts.set(asked.name, tries);
		const fault = misbehave(asked, tries);
		if (fault && "status" in fault) return refuse(incoming, answer, fault);
		if (fault && "delay" in fault) await sleep(fault.delay * 1000);
		if (fault && "resetAfter" in fault)
			return reset(incoming, fault.resetAfter);
		forward(incoming, answer);
	});
	const host = await hostOfEngine();
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	const { port } = server.address() as AddressInfo;
	onTestFinished(await leadEngineTo(host, port));
	return {
		address: `127.0.0.1:${port}`,
		count: (name) => counts.get(name) ?? 0,
	};
}

function describe({ method, url = "", headers }: IncomingMessage): Request {
	const kind = /\/(uploads|blobs|manifests|key)\//.exec(
		url
			.replace("/blobs/uploads/", "/uploads/")
			.replace("/manifests/slipway-", "/key/"),
	)?.[1];
	return {
		name: `${method} ${kind ?? "version"}`,
		bytes: Number(headers["content-length"] ?? 0),
	};
}

function refuse(
	incoming: IncomingMessage,
	answer: ServerResponse,
	{ status, headers = {}, errors }: Extract<Fault, { status: number }>,
): void {
	incoming.resume();
	answer.writeHead(status, { "Content-Type": "application/json", ...headers });
	answer.end(errors && JSON.stringify({ errors }));
}

function reset(incoming: IncomingMessage, resetAfter: number): void {
	let bytes = 0;
	incoming.on("data", (data: Buffer) => {
		bytes += data.length;
		if (bytes > resetAfter) incoming.socket.resetAndDestroy();
	});
}

function forward(incoming: IncomingMessage, answer: ServerResponse): void {
	const { method, headers, url = "/" } = incoming;
	// The host stays as it is: the registry makes of it where a layer is to be sent to.
	const onward = request(
		new URL(url, variable("LAB_REGISTRY_URL")),
		{ method, headers },
		(reply) => {
			answer.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(answer);
		},
	);
	onward.on("error", (error) => answer.destroy(error));
	incoming.pipe(onward);
}
