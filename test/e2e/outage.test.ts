import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import {
	call,
	engine,
	fetchThrough,
	freshNamespace,
	greet,
	greeting,
	imageOf,
	kubectl,
	manifests,
	shell,
	slipway,
} from "./support/lab.js";

const rounds = Number(process.env.OUTAGES ?? 2);
const victims = [
	...Array<string>(rounds).fill("kube-apiserver"),
	...Array<string>(Math.ceil(rounds / 4)).fill("kubelet"),
];
const node = engine.replace(/engine$/, "node");

test("a part of the cluster that is killed at any moment of a deploy changes no verdict", async () => {
	const namespace = await freshNamespace("outage");
	const source = await greeting("At first.");
	const app = { namespace, source, manifests: manifests("k8s-deployment") };
	const first = await slipway(app, "deploy");
	expect(first.code, first.stderr).toBe(0);
	let good = { image: imageOf(first.stdout), words: "At first." };
	for (const [round, victim] of victims.entries()) {
		// Every fourth app is broken, and no outage may hide that.
		const isGood = round % 4 !== 1;
		const words = `Round ${round}.`;
		await greet(source, isGood ? words : 'words" + undefined_name + "');
		const deploy = call(app, "deploy");
		const start = performance.now();
		// The wait's first look must notice it. Before the module has started, nobody has asked the cluster anything.
		await (round === 0
			? initiated(deploy)
			: pause(4000 + Math.random() * 8000));
		const { exitCode } =
			await shell`docker exec ${node} sh -c ${`kill -9 $(pidof ${victim})`}`;
		const moment = (performance.now() - start) / 1000;
		expect(exitCode).toBe(0);
		const { exitCode: code, stdout, stderr } = await deploy;
		await answering();
		const isNoticed = stderr.includes("the cluster has not answered");
		console.log(
			`${victim} killed at ${moment.toFixed(1)} s: ${code === 0 ? "deployed" : "failed"}${isNoticed ? ", and tried again" : ""}`,
		);
		if (round === 0) expect(isNoticed, stderr).toBe(true);
		expect(code === 0, stderr).toBe(isGood);
		if (isGood) good = { image: imageOf(stdout), words };
		else expect(stderr).toContain("NameError: name 'undefined_name'");
		expect(await runningImage(namespace)).toBe(good.image);
		// The way to a Service through the API server knows its Endpoints, which may follow the EndpointSlices late.
		await expect
			.poll(() => fetchThrough(namespace, "services/flask-app:80"), {
				timeout: 60_000,
				interval: 500,
			})
			.toContain(good.words);
	}
}, 3_600_000);

test("a node that is uncordoned 25 s after the apply ends no deploy", async () => {
	const namespace = await freshNamespace("cordon");
	const nodes = ["--selector=kubernetes.io/os=linux"];
	const app = { namespace, manifests: manifests("k8s-deployment") };
	let uncordoned: Promise<unknown> | undefined;
	try {
		await kubectl("cordon", ...nodes);
		const deploy = call(app, "deploy");
		uncordoned = initiated(deploy)
			.then(() => pause(25_000))
			.then(() => kubectl("uncordon", ...nodes));
		const { exitCode, stdout, stderr } = await deploy;
		expect(exitCode, stderr).toBe(0);
		expect(stdout).toMatch(/^✓ deployed/m);
		expect(stderr).toContain("fits on no node");
	} finally {
		await uncordoned;
		await kubectl("uncordon", ...nodes);
	}
});

/** The moment at which all is applied, or the end of a deploy that does not get there. */
function initiated(deploy: ReturnType<typeof call>): Promise<void> {
	const lines = createInterface({ input: deploy.stderr });
	return new Promise((resolve) => {
		lines.on("close", resolve).on("line", (line) => {
			if (line.endsWith("deployment initiated.")) resolve();
		});
	});
}

function runningImage(namespace: string): Promise<string> {
	const path = "jsonpath={.spec.template.spec.containers[0].image}";
	const deployment = "deployment/flask-app";
	return kubectl("-n", namespace, "get", deployment, "-o", path);
}

/** Waits until the API server is back. */
async function answering(): Promise<void> {
	for (let tries = 60; tries > 0; tries--) {
		const { exitCode } = await shell`kubectl get --raw /readyz`;
		if (exitCode === 0) return;
		await pause(1000);
	}
	throw new Error("the API server does not come back");
}
