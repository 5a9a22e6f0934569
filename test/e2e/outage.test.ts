import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import {
	fetchThrough,
	freshNamespace,
	greet,
	greeting,
	imageOf,
	kubectl,
	manifests,
	shell,
	slipway,
	variable,
} from "./support/lab.js";

const rounds = Number(process.env.OUTAGES ?? 4);
const node = variable("_EXPERIMENTAL_DAGGER_RUNNER_HOST")
	.replace("docker-container://", "")
	.replace(/engine$/, "node");

test("an API server that is killed at any moment of a deploy changes no verdict", async () => {
	const namespace = await freshNamespace("outage");
	const source = await greeting("At first.");
	const app = { namespace, source, manifests: manifests("k8s-deployment") };
	const first = await slipway(app, "deploy");
	expect(first.code, first.stderr).toBe(0);
	const told: string[] = [];
	for (let round = 0; round < rounds; round++) {
		await greet(source, `Round ${round}.`);
		const deploy = slipway(app, "deploy");
		// Most of a call is the start of the module; before that nobody has asked the cluster anything.
		const moment = 4 + Math.random() * 12;
		await pause(moment * 1000);
		const { exitCode } =
			await shell`docker exec ${node} sh -c ${"kill -9 $(pidof kube-apiserver)"}`;
		expect(exitCode).toBe(0);
		const { code, stdout, stderr } = await deploy;
		await answering();
		const noticed = stderr.includes("the cluster has not answered");
		const outcome = `killed at ${moment.toFixed(1)} s: ${code === 0 ? "deployed" : "failed"}${noticed ? ", and tried again" : ""}`;
		told.push(outcome);
		expect(code, stderr).toBe(0);
		const image = "jsonpath={.spec.template.spec.containers[0].image}";
		expect(
			await kubectl(
				"-n",
				namespace,
				"get",
				"deployment/flask-app",
				"-o",
				image,
			),
		).toBe(imageOf(stdout));
		expect(await fetchThrough(namespace, "services/flask-app:80")).toContain(
			`Round ${round}.`,
		);
	}
	console.log(told.join("\n"));
	expect(told.some((outcome) => outcome.includes("tried again"))).toBe(true);
}, 1_800_000);

/** Waits until the API server is back. */
async function answering(): Promise<void> {
	for (let tries = 60; tries > 0; tries--) {
		const { exitCode } = await shell`kubectl get --raw /readyz`;
		if (exitCode === 0) return;
		await pause(1000);
	}
	throw new Error("the API server does not come back");
}
