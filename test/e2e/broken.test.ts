import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { type Case, cases } from "./broken/case.js";
import { watchedDeploy } from "./broken/deploy.js";
import { line, measure } from "./broken/measure.js";
import { kubectl, slipway, variable } from "./support/lab.js";
import { test } from "./support/namespaced.js";
import { sample } from "./support/sample.js";

/** Seconds after the first report, or after the grace, within which the verdict must come. */
const limit = 5;
/** How much of its grace a failure must get. */
const patience = 0.9;

const measured: string[] = [];

beforeAll(async () => {
	// Built and pushed once, so that no case waits for it.
	const { code, stderr } = await slipway({}, "push");
	expect(code, stderr).toBe(0);
	const server = "jsonpath={.clusters[0].cluster.server}";
	const url = await kubectl("config", "view", "--minify", "-o", server);
	process.env.LAB_CLUSTER = new URL(url).host;
});

afterAll(async () => {
	console.log(measured.sort().join("\n"));
	const policy = "test/e2e/broken/given/policy.yaml";
	await kubectl("delete", "--ignore-not-found", `--filename=${policy}`);
});

const table = sample(cases(), 8).map(
	(broken) => [broken.name, broken] as const,
);

test.concurrent.for(table)(
	"%s",
	async ([, broken], { namespace, folder, expect }) => {
		const { manifest, given, object, says, next, grace, timeout } = broken;
		for (const call of given)
			await kubectl(
				`--namespace=${namespace}`,
				...call.replace("{namespace}", namespace).split(" "),
			);
		await writeFile(join(folder, "broken.yaml"), filled(manifest));

		const deploy = await watchedDeploy(namespace, folder, timeout);

		expect(deploy.code).not.toBe(0);
		const beginning = object
			? `Error: ✗ deploy: ${object} `
			: "Error: the cluster refused the objects: ";
		expect(deploy.stderr).toContain(beginning);
		const [sentence, ...lines] = (
			deploy.stderr.split(beginning)[1] ?? ""
		).split("\n");
		expect(sentence).toContain(says);
		// The CLI adds the number of its trace to the last line.
		const last = lines.find((line) => line.startsWith("  next"));
		expect(last?.replace(/ \[traceparent:\S*$/, "")).toBe(`  next     ${next}`);

		const known = await measure(broken, deploy, namespace);
		measured.push(line(broken, known));
		if (timeout !== undefined) {
			const { began, verdict } = deploy;
			expect(Math.abs(verdict - began - timeout)).toBeLessThan(limit);
			return;
		}
		expect(known.least).toBeLessThan(grace + limit + backOff(broken));
		expect(known.most).toBeGreaterThan(grace * patience);
	},
);

/** A container must have ended three times, and the kubelet waits for 10 s, then for 20 s before it starts it again. */
function backOff({ entry }: Case): number {
	const counts = entry.retriedBy === "owner" && entry.class === "transient";
	return counts ? 20 : 0;
}

/** Puts in what only the lab knows. */
function filled(manifest: string): string {
	return manifest.replace(/\$\{(\w+)\}/g, (_, name: string) => variable(name));
}
