import type { ApplyTimes } from "../cluster/apply-times.js";
import { stateLabel } from "../input/app-name.js";
import { identify, type KubeObject, ref } from "../kubernetes/object.js";
import { listPullSecrets } from "../manifests/pull-secret.js";
import {
	keepAnnotation,
	keepReason,
	type Removal,
	separate,
} from "./removed.js";
import { decodeRecord } from "./secret.js";

/** A go-template that prints whether an object is to be kept. */
export const keepTemplate = `{{with .metadata.annotations}}{{with index . "${keepAnnotation}"}} keep={{.}}{{end}}{{end}}`;

/**
 * Which of an app's pull secrets may be deleted, as pullTemplate and keepTemplate tell of them: those that a deploy of it has
 * made, and by which no other app pulls, as the records of those say.
 */
export function selectPullSecrets(
	app: string,
	found: ApplyTimes,
	records: KubeObject[],
): Removal {
	const own = [...found].filter(([, { time, more = [] }]) => {
		const [owner, account = ""] = more;
		return time !== "" && owner === app && account.includes("/");
	});
	return separate(
		own.map(([name, { more = [] }]) => ({
			object: ref("Secret", name.replace("Secret ", "")),
			reason: more.includes("keep=true") ? keepReason : findUser(name, records),
		})),
	);
}

/** The app that pulls by a secret, in words. */
function findUser(name: string, records: KubeObject[]): string | undefined {
	return records
		.map((record) => {
			const app = record.metadata.labels?.[stateLabel];
			try {
				const named = listPullSecrets(decodeRecord(record).objects);
				return named.map(identify).includes(name) && `${app} pulls by it`;
			} catch {
				return `${app} may pull by it: its record cannot be read`;
			}
		})
		.find((reason) => typeof reason === "string");
}
