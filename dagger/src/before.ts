import { remove, type Trial, write } from "./cluster/apply.js";
import type { Access } from "./cluster/cluster.js";
import {
	groundworkFile,
	pullSecretFile,
	type Release,
} from "./cluster/release.js";
import { reader } from "./cluster/snapshot.js";
import { runsBefore } from "./manifests/phases.js";
import { type Verdict, type Wait, waitUntilReady } from "./verdict/wait.js";

/** Runs the Jobs that must succeed before the workloads change, on what they need of the release. */
export async function runBefore(
	cluster: Access,
	release: Release,
	{ flags, anew }: Trial,
	patience: Pick<Wait, "digest" | "timeout" | "print" | "clock">,
): Promise<Verdict> {
	const jobs = release.objects.filter(runsBefore);
	await remove(cluster, anew.filter(runsBefore));
	await write(cluster, release, flags, [pullSecretFile, groundworkFile]);
	return waitUntilReady({
		...patience,
		objects: jobs,
		read: reader(cluster, release.objects),
	});
}
