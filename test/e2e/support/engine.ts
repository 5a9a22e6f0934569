import { onTestFinished } from "vitest";
import { recall } from "../../../ci/lab/docker.ts";
import { createFreshEngine } from "../../../ci/lab/fresh-engine.ts";

/** An engine that nobody has used; the answer is what to set for a call to use it. */
export async function freshEngine(name: string): Promise<NodeJS.ProcessEnv> {
	const docker = await recall();
	if (!docker) throw new Error("the lab is not up: ci/lab/up");
	const engine = await createFreshEngine(docker, name);
	onTestFinished(async () => {
		await engine.remove();
	});
	await engine.start();
	return { ...process.env, ...engine.variables };
}
