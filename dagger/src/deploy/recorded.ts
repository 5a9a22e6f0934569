import { isPreDeployJob } from "../manifests/prerequisites.js";
import type { Release } from "../manifests/release.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Source } from "./context.js";

/** A release on record as it is applied again. What a pre-deploy Job did stays done: it is not run again. */
export function recordedRelease(record: ReleaseRecord): Release {
	const { image, objects } = record;
	return { image, objects: objects.filter((one) => !isPreDeployJob(one)) };
}

/** A release on record as a source: the same bytes, and nothing is built. */
export function recordedSource(record: ReleaseRecord): Source {
	const release = recordedRelease(record);
	return {
		render: async () => release.objects,
		ship: async () => record,
		release: () => release,
	};
}
