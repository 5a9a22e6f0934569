import { listFiles, releaseFiles } from "../cluster/apply.js";
import { diffRequest, forceConflicts } from "../cluster/requests.js";
import { formatMissing, parseForbidden } from "../cluster/rights.js";
import { type Cluster, refusal } from "../kubectl/cluster.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import type { ReleaseRecord } from "../release/record.js";
import { listTitles } from "./plan.js";

/**
 * The objects of a release whose fields others have changed, or that are gone, since it was deployed, a line each. To ask
 * that takes the right to write, which an account that only looks lacks.
 */
export async function findDrift(
	cluster: Cluster,
	{ image, objects }: ReleaseRecord,
): Promise<string[]> {
	const release = {
		image,
		objects: objects.filter((object) => !isPreDeployJob(object)),
	};
	const [answer] = await cluster.run(
		[diffRequest(listFiles(release), [forceConflicts])],
		releaseFiles(release, release.objects),
	);
	const missing = parseForbidden(answer?.stderr ?? "");
	if (missing.length > 0) return [`cannot be known: ${formatMissing(missing)}`];
	if (!answer || answer.code > 1)
		throw refusal("the cluster cannot tell what has changed", {
			code: 1,
			stdout: "",
			stderr: "",
			...answer,
		});
	return listTitles(answer.stdout).map((name) => `${name} was changed since`);
}
