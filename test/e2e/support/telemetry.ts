import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

export type Telemetry = {
	/** What makes a program send its telemetry here. */
	env: Record<string, string>;
	/** All that has come since it was taken last. */
	take(): Buffer;
};

/** Receives telemetry over HTTP, as an OpenTelemetry collector does, and keeps it as it came. */
export async function receiveTelemetry(): Promise<Telemetry> {
	let bodies: Buffer[] = [];
	const server = createServer(async (incoming, answer) => {
		const body = await buffer(incoming);
		const isPacked = incoming.headers["content-encoding"] === "gzip";
		bodies.push(isPacked ? gunzipSync(body) : body);
		answer.writeHead(200, { "Content-Type": "application/x-protobuf" }).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.close();
		server.closeAllConnections();
	});
	const { port } = server.address() as AddressInfo;
	return {
		env: {
			OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
			OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
		},
		take: () => {
			const all = Buffer.concat(bodies);
			bodies = [];
			return all;
		},
	};
}
