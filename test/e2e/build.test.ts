import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { folder, slipway, variable } from "./support/lab.js";
import { pretendPlatforms, readImage } from "./support/registry.js";

const own = (name: string) => `${variable("LAB_USERNAME")}/${name}`;
const base = (name: string) => `${variable("LAB_REGISTRY")}/${own(name)}`;

beforeAll(async () => {
	const { code, stderr } = await slipway({}, "push");
	expect(code, stderr).toBe(0);
});

test.concurrent("one push holds an image for each platform", async () => {
	await pretendPlatforms(own("flask-app"), own("bases"), ["amd64", "arm64"]);
	const source = await folder({
		Dockerfile: `FROM ${base("bases")}\nCOPY words /words\n`,
		words: `Made at ${Date.now()}.`,
	});
	const options = ["--platforms=linux/amd64,linux/arm64"];
	const app = { source, imageName: "both", options };

	const first = await slipway(app, "push");
	expect(first.code, first.stderr).toBe(0);
	const [index, ...parts] = (await readImage(own("both"))).map(String);
	const platforms = JSON.parse(index ?? "").manifests.map(
		({ platform }: { platform: { architecture: string } }) =>
			platform.architecture,
	);
	expect(platforms.sort()).toEqual(["amd64", "arm64"]);
	for (const architecture of platforms)
		expect(parts.join("\n")).toContain(`"architecture":"${architecture}"`);

	const again = await slipway(app, "push");
	expect(again.stdout, again.stderr).toBe(first.stdout);
	expect(again.stderr).toMatch(/✓ build .* not needed/);
});

const askAgent = [
	"import os, socket",
	"agent = socket.socket(socket.AF_UNIX)",
	"agent.connect(os.environ['SSH_AUTH_SOCK'])",
	"agent.sendall(bytes([0, 0, 0, 1, 11]))",
	"assert b'the deploy key' in agent.recv(4096)",
].join("; ");

test.concurrent("a step of the build reaches the SSH agent that it is given, and none without", async () => {
	const socket = await agentWith("the deploy key");
	const source = await folder({
		Dockerfile: `FROM ${base("flask-app")}
RUN echo ${Date.now()}
USER root
RUN --mount=type=ssh,required=true python -c "${askAgent}"
`,
	});
	const app = { source, imageName: "with-ssh" };

	const without = await slipway(app, "push");
	expect(without.code).not.toBe(0);
	expect(without.stderr).toContain("needs an SSH agent");

	const options = [`--ssh=${socket}`];
	const { code, stderr } = await slipway({ ...app, options }, "push");
	expect(code, stderr).toBe(0);
});

/** An SSH agent that has one key, by its comment, and signs nothing. */
async function agentWith(comment: string): Promise<string> {
	const text = (value: string) => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(value.length);
		return Buffer.concat([length, Buffer.from(value)]);
	};
	const one = Buffer.from([12, 0, 0, 0, 1]);
	const answer = Buffer.concat([one, text("a public key"), text(comment)]);
	const socket = join(await folder({}), "agent");
	const server = createServer((client) => {
		client.on("error", () => {});
		client.on("data", () => client.write(text(answer.toString("latin1"))));
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
	server.unref();
	return socket;
}
