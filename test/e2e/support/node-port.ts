import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./lab.js";
import { ask } from "./load.js";

const name = "way-in";
const portOfService = "jsonpath={.spec.ports[0].nodePort}";
const addressOfNode =
	'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}';

/** A way from this machine to a Deployment's Pods, past Slipway: through a Service of the test's own. */
export async function nodePort(
	namespace: string,
	deployment: string,
): Promise<string> {
	const here = (...args: string[]) => kubectl("-n", namespace, ...args);
	await here(
		"expose",
		"deployment",
		deployment,
		`--name=${name}`,
		// Its own label only, or it would get those that make an object a part of the app.
		"--labels=made-for=load",
		"--type=NodePort",
		"--port=80",
		"--target-port=http",
	);
	const port = await here("get", "service", name, "-o", portOfService);
	const host = await here("get", "nodes", "-o", addressOfNode);
	const url = `http://${host}:${port}/`;
	await answering(url);
	return url;
}

/** The node needs a moment to hear of a Service. */
async function answering(url: string): Promise<void> {
	for (let tries = 100; ; tries--) {
		try {
			await ask(url);
			return;
		} catch (error) {
			if (tries === 1) throw error;
			await sleep(100);
		}
	}
}
