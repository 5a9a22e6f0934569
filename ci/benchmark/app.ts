import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../lab/failure.ts";
import { $ } from "../lab/shell.ts";
import { greet } from "./greeting.ts";

/** A copy of the sample app in a namespace of its own, and the way to what it answers. */
export class App {
	private constructor(
		readonly namespace: string,
		readonly source: string,
		private readonly url: string,
	) {}

	static async create(root: string, title: string): Promise<App> {
		const namespace = `bench-${title}-${Date.now().toString(36)}`;
		await $`kubectl create namespace ${namespace}`.quiet();
		const input = serviceFor(namespace);
		const service = $({ input, stdio: "pipe", quiet: true });
		await service`kubectl create --filename=-`;
		const source = await mkdtemp(join(tmpdir(), "slipway-bench-"));
		await cp(join(root, "flask-app"), source, { recursive: true });
		const app = new App(namespace, source, await wayTo(namespace));
		await app.change();
		return app;
	}

	/** Changes one line, and tells the words that only the new code says. */
	async change(): Promise<string> {
		const words = `Made at ${Date.now()}.`;
		await greet(this.source, words);
		return words;
	}

	/** What the app says now. */
	async ask(): Promise<string> {
		try {
			const answer = await fetch(this.url, {
				headers: { connection: "close" },
				signal: AbortSignal.timeout(2000),
			});
			return await answer.text();
		} catch {
			return "";
		}
	}

	async says(words: string): Promise<void> {
		for (let tries = 0; tries < 600; tries++) {
			if ((await this.ask()).includes(words)) return;
			await sleep(100);
		}
		throw new LabError(
			`the new code does not answer in namespace ${this.namespace}`,
			`kubectl --namespace=${this.namespace} get pods,events`,
		);
	}

	async saysNot(words: string): Promise<void> {
		if ((await this.ask()).includes(words))
			throw new LabError(
				`the new code answers in namespace ${this.namespace}, where the old was to be expected`,
				"measure until it answers",
			);
	}

	async remove(): Promise<void> {
		await rm(this.source, { recursive: true, force: true });
		await $`kubectl delete namespace ${this.namespace} --wait=false`.quiet();
	}
}

/** Not the app's own, and on a port of the node that this machine reaches. */
const serviceFor = (namespace: string) =>
	JSON.stringify({
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: "way-in", namespace },
		spec: {
			type: "NodePort",
			selector: { "app.kubernetes.io/name": "flask-app" },
			ports: [{ port: 80, targetPort: 8000 }],
		},
	});

async function wayTo(namespace: string): Promise<string> {
	const port = "jsonpath={.spec.ports[0].nodePort}";
	const host =
		'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}';
	const [service, nodes] = await Promise.all([
		$`kubectl get service way-in --namespace=${namespace} --output=${port}`.quiet(),
		$`kubectl get nodes --output=${host}`.quiet(),
	]);
	return `http://${nodes.stdout}:${service.stdout}/`;
}
