import { fieldManager } from "../cluster/apply-times.js";
import { filenames } from "../cluster/requests.js";
import { parseState, stateRequest } from "../cluster/state.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { formatObjects } from "../manifests/objects.js";
import { recordName } from "./names.js";
import type { ReleaseRecord } from "./record.js";
import { decodeRecord, encodeRecord } from "./secret.js";

const file = "/records.json";

/** Reads the records of an app's releases. */
export async function readRecords(
	cluster: Cluster,
	app: string,
): Promise<ReleaseRecord[]> {
	const [json = ""] = stdoutOrThrow(
		"the releases cannot be read",
		await cluster.run([stateRequest(app)]),
	);
	return parseState(json).records.map(decodeRecord);
}

/** Writes records, and deletes those that have expired, in one conversation. */
export async function writeRecords(
	cluster: Cluster,
	records: ReleaseRecord[],
	expired: ReleaseRecord[] = [],
): Promise<void> {
	const manager = `--field-manager=${fieldManager}`;
	const flags = ["--server-side", "--force-conflicts", manager];
	const apply = ["apply", ...flags, ...filenames(file), "--output=name"];
	const names = expired.map((record) => recordName(record));
	const remove = ["delete", "secret", ...names, "--ignore-not-found"];
	const answers = await cluster.run(
		names.length > 0 ? [apply, remove] : [apply],
		{ files: { [file]: formatObjects(records.map(encodeRecord)) } },
	);
	stdoutOrThrow("the release cannot be recorded", answers);
}
