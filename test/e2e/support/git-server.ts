import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { cp, mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { hostOfEngine, leadEngineTo } from "./engine.js";
import { folder, root, shell } from "./lab.js";

/** The version that the examples name. */
const version = "0.1.0";

/**
 * Serves Slipway by git over HTTP, as it stands here, until it is closed. On port 80, as seen from the engine: Dagger drops
 * the port of such an address.
 */
export async function gitServer(): Promise<{
	address: string;
	/** The same on this machine. */
	path: string;
	close(): Promise<void>;
}> {
	const repository = await repositoryOfSlipway();
	const server = createServer(async (request, answer) => {
		const { head, body } = await askGit(repository, request);
		answer.writeHead(Number(head.get("status") ?? 200), {
			"Content-Type": head.get("content-type") ?? "text/plain",
		});
		answer.end(body);
	});
	const host = await hostOfEngine();
	const port = await listen(server, host);
	// One that no other has: the engine keeps what it has read from an address.
	const address = `127.${randomInt(1, 255)}.${randomInt(255)}.1`;
	const undo = await leadEngineTo(host, port, { address, port: 80 });
	return {
		address: `http://${address}/slipway.git@${version}`,
		path: join(repository, "slipway.git"),
		close: async () => {
			server.close();
			server.closeAllConnections();
			await undo();
		},
	};
}

function listen(server: Server, host: string): Promise<number> {
	return new Promise((resolve) =>
		server.listen(0, host, () =>
			resolve((server.address() as AddressInfo).port),
		),
	);
}

/** What a release of this repository has of the module. */
async function repositoryOfSlipway(): Promise<string> {
	const path = await folder({});
	const work = join(path, "slipway");
	await mkdir(join(work, "dagger"), { recursive: true });
	for (const part of ["src", "package.json", "tsconfig.json"])
		await cp(join(root, "dagger", part), join(work, "dagger", part), {
			recursive: true,
		});
	for (const part of ["dagger.json", "templates"])
		await cp(join(root, part), join(work, part), { recursive: true });
	const git = shell({ cwd: work, nothrow: false });
	await git`git init --quiet`;
	await git`git add --all`;
	await git`git -c user.name=test -c user.email=test@localhost commit --quiet --message=Release`;
	await git`git tag ${version}`;
	await git`git clone --quiet --bare . ../slipway.git`;
	return path;
}

/** git's own answer: lines of a header, an empty line, the rest. */
async function askGit(
	repository: string,
	request: IncomingMessage,
): Promise<{ head: Map<string, string>; body: Buffer }> {
	const url = new URL(request.url ?? "/", "http://localhost");
	const git = spawn("git", ["http-backend"], {
		env: {
			PATH: process.env.PATH,
			GIT_PROJECT_ROOT: repository,
			GIT_HTTP_EXPORT_ALL: "1",
			GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
			HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
			REQUEST_METHOD: request.method,
			CONTENT_TYPE: request.headers["content-type"],
			PATH_INFO: url.pathname,
			QUERY_STRING: url.search.slice(1),
		},
		stdio: ["pipe", "pipe", "ignore"],
	});
	// It answers some requests without having read their bodies.
	git.stdin.on("error", () => {});
	git.stdin.end(await buffer(request));
	const answer = await buffer(git.stdout);
	const end = answer.indexOf("\r\n\r\n");
	const lines = answer.subarray(0, end).toString().split("\r\n");
	const head = lines.map((line): [string, string] => {
		const [name = "", value = ""] = line.split(": ");
		return [name.toLowerCase(), value.split(" ", 1)[0] ?? ""];
	});
	return { head: new Map(head), body: answer.subarray(end + 4) };
}
