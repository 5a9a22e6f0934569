import { expect, test } from "vitest";
import {
	freshNamespace,
	greet,
	greeting,
	imageOf,
	kubectl,
	manifests,
	slipway,
} from "./support/lab.js";
import { ask, load, type Tally } from "./support/load.js";
import { nodePort } from "./support/node-port.js";

const rollbacks = Number(process.env.ROLLBACKS ?? 2);
const workload = { manifests: manifests("k8s-deployment") };

test("a rollout under load loses no request, and only the new code answers when deploy returns", async () => {
	const namespace = await freshNamespace("load");
	const source = await greeting("The old words.");
	const app = { ...workload, namespace, source };
	const first = await slipway(app, "deploy");
	const url = await nodePort(namespace, "flask-app");
	await greet(source, "The new words.");
	const stop = load(url);

	const second = await slipway(app, "deploy");
	const images = imagesOfPods(namespace);
	// Over new connections: one from before may still lead to a Pod that is about to end.
	const answers: string[] = [];
	while (answers.length < 20) answers.push((await ask(url)).said);
	const tally = await stop();

	const image = imageOf(second.stdout);
	expect(image).toBeDefined();
	expect(image).not.toBe(imageOf(first.stdout));
	expect(await images).toEqual([image, image, image]);
	expect(answers.filter((said) => !said.includes("new words"))).toEqual([]);
	expectNoneLost(tally);
	const said = [...tally.said];
	expect(said.some((words) => words.includes("old words"))).toBe(true);
	expect(said.some((words) => words.includes("new words"))).toBe(true);
});

test("a bad image goes back under load without a lost request", async () => {
	const namespace = await freshNamespace("load-back");
	const source = await greeting("The good words.");
	const app = { ...workload, namespace, source };
	const good = imageOf((await slipway(app, "deploy")).stdout);
	expect(good).toBeDefined();
	const url = await nodePort(namespace, "flask-app");
	await greet(source, 'words" + undefined_name + "');
	const stop = load(url);

	const { code, stderr } = await slipway(app, "deploy");
	const images = await imagesOfPods(namespace);
	const tally = await stop();

	expect(code).not.toBe(0);
	expect(stderr).toContain("NameError: name 'undefined_name' is not defined");
	expect(stderr).toContain(`now      release 1 runs again: ${good}`);
	expect(images).toEqual([good, good, good]);
	expectNoneLost(tally);
	const others = [...tally.said].filter((said) => !said.includes("good words"));
	expect(others).toEqual([]);
});

test("rollbacks under load, to and fro, lose no request", async () => {
	const namespace = await freshNamespace("load-rollback");
	const source = await greeting("The first words.");
	const app = { ...workload, namespace, source };
	const words = ["The first words.", "The second words."];
	for (const text of words) {
		await greet(source, text);
		const { code, stderr } = await slipway(app, "deploy");
		expect(code, stderr).toBe(0);
	}
	const url = await nodePort(namespace, "flask-app");
	const stop = load(url);

	for (let round = 0; round < rollbacks; round++) {
		const { code, stderr } = await slipway({ namespace }, "rollback");
		expect(code, stderr).toBe(0);
		expect((await ask(url)).said).toContain(words[round % 2]);
	}

	expectNoneLost(await stop());
});

function expectNoneLost({ failures, fresh, reused }: Tally): void {
	console.log(
		`${failures.length} lost of ${fresh} requests over new connections and ${reused} over kept ones`,
	);
	expect(failures).toEqual([]);
	// Or the load would have been none.
	expect(fresh).toBeGreaterThan(300);
	expect(reused).toBeGreaterThan(300);
}

/** What the Pods run that are to stay. */
async function imagesOfPods(namespace: string): Promise<string[]> {
	const pods = await kubectl("-n", namespace, "get", "pods", "-o", "json");
	const { items } = JSON.parse(pods) as {
		items: {
			metadata: { deletionTimestamp?: string };
			spec: { containers: { image: string }[] };
		}[];
	};
	return items
		.filter(({ metadata }) => !metadata.deletionTimestamp)
		.flatMap(({ spec }) => spec.containers.map(({ image }) => image));
}
