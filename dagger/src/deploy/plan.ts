import { everything } from "../cluster/apply.js";
import type { World } from "../cluster/lock.js";
import { preflight } from "../cluster/preflight.js";
import { diffRequest } from "../cluster/requests.js";
import { refusal } from "../kubectl/cluster.js";
import { formatPlan } from "../report/plan.js";
import type { Source } from "./context.js";

/** What a deploy would change; the source computes the image's digest and pushes nothing. */
export async function plan(
	{ cluster, app }: Pick<World, "cluster"> & { app: string },
	source: Source,
): Promise<string> {
	const rendered = await source.render();
	await preflight(cluster, app, rendered.yaml);
	await source.build();
	const { files, secrets } = source.release(rendered, await source.push());
	const [answer] = await cluster.run([diffRequest(everything)], {
		files,
		secrets,
	});
	if (!answer) throw new Error("kubectl did not run");
	// kubectl diff ends with 1 where there is a difference, and says nothing where there is none.
	if (answer.code > 1 || answer.stderr.includes("error:"))
		throw refusal("the cluster cannot tell what would change", answer);
	return formatPlan(answer.stdout);
}
