import { listFiles, releaseFiles } from "../cluster/apply.js";
import { diffRequest, forceConflicts } from "../cluster/requests.js";
import { formatMissing, parseForbidden } from "../cluster/rights.js";
import type { Cluster } from "../kubectl/cluster.js";
import { endsByItself, isPreDeployJob } from "../manifests/prerequisites.js";
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
		objects: objects.filter(
			(object) => !isPreDeployJob(object) && !endsByItself(object),
		),
	};
	const [answer] = await cluster.run(
		[diffRequest(listFiles(release), [forceConflicts])],
		releaseFiles(release, release.objects),
	);
	const missing = parseForbidden(answer?.stderr ?? "");
	if (missing.length > 0) return [`cannot be known: ${formatMissing(missing)}`];
	// Pods that were made anew by others are refused as they are on record; what runs is to be told all the same.
	if (!answer || answer.code > 1) {
		const said = answer?.stderr.trim().split("\n").at(-1);
		return [`cannot be known: ${said || "kubectl did not run"}`];
	}
	return listTitles(answer.stdout).map(({ name, isNew }) =>
		isNew ? `${name} is gone` : `${name} was changed since`,
	);
}
