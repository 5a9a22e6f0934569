import { parseApplyTimes } from "../cluster/apply-times.js";
import { asApplyTimes, parseItems } from "../cluster/requests.js";
import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { identify, type KubeObject } from "../kubernetes/object.js";
import {
	listPullSecrets,
	pullSecretType,
	pullTemplate,
} from "../manifests/pull-secret.js";
import { otherAppsSelector } from "../release/names.js";
import { keepTemplate, selectPullSecrets } from "../release/pull-secrets.js";
import type { Applied, Removal } from "../release/removed.js";

/** The pull secrets that an app has made and pulls by no more. Nothing is read of what they hold. */
export async function findPullSecrets(
	cluster: Cluster,
	app: string,
	before: Applied[],
	now: KubeObject[],
): Promise<Removal> {
	const needed = [...now, ...listPullSecrets(now)].map(identify);
	const isNeeded = (name: string) => needed.includes(name);
	const former = listPullSecrets(
		before.flatMap(({ objects, pulling = objects }) => pulling),
	);
	if (former.map(identify).every(isNeeded)) return { delete: [], kept: [] };
	const own = [
		`--selector=${appLabel}=${app}`,
		`--field-selector=type=${pullSecretType}`,
		asApplyTimes(pullTemplate + keepTemplate),
	];
	const others = [`--selector=${otherAppsSelector(app)}`, "--output=json"];
	const [times = "", records = ""] = stdoutOrThrow(
		"the pull secrets cannot be read",
		await cluster.run(
			[own, others].map((flags) => ["get", "secret", ...flags]),
			{ parallel: true },
		),
	);
	const found = [...parseApplyTimes(times)].filter(([name]) => !isNeeded(name));
	return selectPullSecrets(app, new Map(found), parseItems(records));
}
