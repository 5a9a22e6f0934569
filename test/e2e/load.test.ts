import { beforeAll, expect, test } from "vitest";
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

const app = {
	manifests: manifests("k8s-deployment"),
	namespace: "",
	source: "",
};
let url = "";
let first: string | undefined;

beforeAll(async () => {
	app.namespace = await freshNamespace("load");
	app.source = await greeting("The first words.");
	const { code, stdout, stderr } = await slipway(app, "deploy");
	expect(code, stderr).toBe(0);
	first = imageOf(stdout);
	url = await nodePort(app.namespace, "flask-app");
});

test("a rollout under load loses no request, and only the new code answers when deploy returns", async () => {
	await greet(app.source, "The second words.");
	const stop = load(url);

	const { stdout } = await slipway(app, "deploy");
	const running = imagesOfPods();
	// Over new connections: one from before may still lead to a Pod that is about to end.
	const answers: string[] = [];
	while (answers.length < 20) answers.push((await ask(url)).said);
	const tally = await stop();

	const image = imageOf(stdout);
	expect(image).toBeDefined();
	expect(image).not.toBe(first);
	expect(await running).toEqual([image, image, image]);
	expect(answers.filter((said) => !said.includes("second words"))).toEqual([]);
	expectNoneLost(tally);
	const said = [...tally.said];
	expect(said.some((words) => words.includes("first words"))).toBe(true);
	expect(said.some((words) => words.includes("second words"))).toBe(true);
});

test("rollbacks under load, to and fro, lose no request", async () => {
	const words = ["The first words.", "The second words."];
	const stop = load(url);

	for (let round = 0; round < rollbacks; round++) {
		const { namespace } = app;
		const { code, stderr } = await slipway({ namespace }, "rollback");
		expect(code, stderr).toBe(0);
		expect((await ask(url)).said).toContain(words[round % 2]);
	}

	expectNoneLost(await stop());
});

test("a bad image goes back under load without a lost request", async () => {
	const [good] = await imagesOfPods();
	const [words = ""] = (await ask(url)).said.split(" Version ");
	await greet(app.source, 'words" + undefined_name + "');
	const stop = load(url);

	const { code, stderr } = await slipway(app, "deploy");
	const running = await imagesOfPods();
	const tally = await stop();

	expect(code).not.toBe(0);
	expect(stderr).toContain("NameError: name 'undefined_name' is not defined");
	expect(stderr).toContain(
		`now      release ${2 + rollbacks} runs again: ${good}`,
	);
	expect(running).toEqual([good, good, good]);
	expectNoneLost(tally);
	const others = [...tally.said].filter((said) => !said.startsWith(words));
	expect(words).toMatch(/^The (?:first|second) words\.$/);
	expect(others).toEqual([]);
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
async function imagesOfPods(): Promise<string[]> {
	const here = `--namespace=${app.namespace}`;
	const pods = await kubectl(here, "get", "pods", "--output=json");
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
