import { writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { changed, setClusters } from "./support/kubeconfig.js";
import {
	type App,
	folder,
	freshNamespace,
	kubectl,
	shell,
	slipway,
} from "./support/lab.js";
import { watchCommandLines } from "./support/leaks.js";

describe("a kubeconfig whose server is this machine itself", () => {
	test("is refused with the option that leads there, and deploys with it", async () => {
		const namespace = await freshNamespace("local");
		const port = await forwardPort();
		const kubeconfig = await changed((config) => {
			setClusters(config, { server: `https://127.0.0.1:${port}` });
		});

		const refused = await slipway({ namespace, kubeconfig }, "deploy");
		const cluster = `tcp://localhost:${port}`;
		expectRefusal(
			refused,
			"the kubeconfig's server is this machine itself",
			`--cluster=${cluster}`,
		);

		const app = { namespace, kubeconfig, cluster };
		const deployed = await slipway(app, "deploy");
		expect(deployed.code, deployed.stderr).toBe(0);
		expect(await podsOf(namespace)).toBe("pod/flask-app\n");
		const again = await slipway(app, "deploy");
		expect(again.stdout, again.stderr).toMatch(/^✓ nothing to do/);
	});

	test("is checked by the name in its certificate through the tunnel, too", async () => {
		const namespace = await freshNamespace("name");
		const port = await forwardPort();
		const kubeconfig = await changed((config) => {
			setClusters(config, {
				server: `https://localhost:${port}`,
				"tls-server-name": "another.example.com",
			});
		});

		const app = { namespace, kubeconfig, cluster: `tcp://localhost:${port}` };
		const { stderr, code } = await slipway(app, "deploy");

		expect(code).not.toBe(0);
		expect(stderr).toContain("the cluster's TLS certificate is not accepted");
		expect(stderr).toContain("not another.example.com");
	});
});

describe("a kubeconfig with several contexts", () => {
	const several = (current?: string) =>
		changed((config) => {
			const [context, cluster] = [config.contexts[0], config.clusters[0]];
			if (!context || !cluster) throw new Error("the lab has no context");
			config.contexts = [
				{ ...context, name: "group/app:agent" },
				{ name: "other", context: { ...context.context, cluster: "other" } },
			];
			config.clusters.push({
				name: "other",
				cluster: { server: "https://other.invalid:6443" },
			});
			config["current-context"] = current;
		});

	test("of which none is current asks for one by name, and takes it", async () => {
		const namespace = await freshNamespace("contexts");
		const app = { namespace, kubeconfig: await several() };

		const { code, stderr } = await slipway(app, "deploy");
		expect(code).not.toBe(0);
		expect(stderr).toContain(
			"Error: the cluster cannot be used: the kubeconfig has 2 contexts, and none is current\n  next     give one as --context: group/app:agent, other",
		);

		await expectDeploy({ ...app, context: "group/app:agent" });
	});

	test("of which one is current takes that", async () => {
		const namespace = await freshNamespace("current");
		const kubeconfig = await several("group/app:agent");
		await expectDeploy({ namespace, kubeconfig });
	});
});

test("the only context of a kubeconfig is taken though it is not current", async () => {
	const namespace = await freshNamespace("only");
	const kubeconfig = await changed((config) => {
		delete config["current-context"];
	});
	await expectDeploy({ namespace, kubeconfig });
});

test("certificates beside a kubeconfig are refused with the command that puts them in, and it does", async () => {
	const namespace = await freshNamespace("files");
	const path = await folder({});
	const kubeconfig = await changed(async (config) => {
		for (const row of [...config.clusters, ...config.users]) {
			const fields = "cluster" in row ? row.cluster : row.user;
			for (const [key, data] of Object.entries(fields)) {
				if (!key.endsWith("-data")) continue;
				const file = join(path, `${row.name}-${key}`);
				await writeFile(file, Buffer.from(String(data), "base64"));
				delete fields[key];
				fields[key.replace("-data", "")] = file;
			}
		}
	});

	const { code, stderr } = await slipway({ namespace, kubeconfig }, "deploy");
	expect(code).not.toBe(0);
	expect(stderr).toContain("the kubeconfig refers to files that are not in it");
	const command =
		/--kubeconfig="(cmd:\/\/kubectl config view --flatten --minify --context='default')"/.exec(
			stderr,
		)?.[1];

	process.env.KUBECONFIG_WITH_FILES = kubeconfig;
	await expectDeploy({
		namespace,
		kubeconfig: `${command} --kubeconfig=$KUBECONFIG_WITH_FILES`,
	});
});

test("a program for credentials is refused with its command, whose token deploys and is seen nowhere", async () => {
	const namespace = await freshNamespace("token");
	const here = (...args: string[]) => kubectl("-n", namespace, ...args);
	await here("create", "serviceaccount", "ci");
	const account = `--serviceaccount=${namespace}:ci`;
	await here("create", "rolebinding", "ci", "--clusterrole=edit", account);
	const kubeconfig = await changed((config) => {
		for (const row of config.users)
			row.user = {
				exec: {
					apiVersion: "client.authentication.k8s.io/v1",
					command: "aws",
					args: ["eks", "get-token", "--cluster-name", "shop"],
					interactiveMode: "Never",
				},
			};
	});
	const app = { namespace, kubeconfig };

	const refused = await slipway(app, "deploy");
	expectRefusal(
		refused,
		"the kubeconfig asks the program aws for its credentials",
		"--token='cmd://aws eks get-token --cluster-name shop'",
	);

	const token = (await here("create", "token", "ci")).trim();
	const credential = { kind: "ExecCredential", status: { token } };
	const path = join(await folder({ t: JSON.stringify(credential) }), "t");
	const watch = watchCommandLines();
	const { stdout, stderr } = await expectDeploy({
		...app,
		token: `cmd://cat ${path}`,
	});
	const lines = [...(await watch.stop()), stdout, stderr];
	expect(lines.some((line) => line.includes("--user=slipway"))).toBe(true);
	expect(lines.filter((line) => line.includes(token))).toEqual([]);
});

function expectRefusal(
	{ code, stderr }: { code: number; stderr: string },
	what: string,
	next: string,
): void {
	expect(code).not.toBe(0);
	expect(stderr).toContain(`Error: the cluster cannot be used: ${what}`);
	expect(stderr).toContain(next);
	expect(stderr).not.toContain("✓ build");
}

async function expectDeploy(app: App & { namespace: string }) {
	const ended = await slipway(app, "deploy");
	expect(ended.code, ended.stderr).toBe(0);
	expect(await podsOf(app.namespace)).toBe("pod/flask-app\n");
	return ended;
}

const podsOf = (namespace: string) =>
	kubectl("-n", namespace, "get", "pods", "-o", "name");

/** A port of this machine that leads to the API server, as long as the test runs. */
async function forwardPort(): Promise<number> {
	const { stdout } =
		await shell`kubectl config view --output=jsonpath={.clusters[0].cluster.server}`;
	const { hostname, port } = new URL(stdout);
	const server = createServer((near) => {
		const far = connect(Number(port), hostname);
		near.pipe(far).pipe(near);
		near.on("error", () => far.destroy());
		far.on("error", () => near.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}
