import {
	type Check,
	met,
	unknown,
	unmet,
	unmetByRefusal,
} from "../failures/check.js";
import { choosePlatforms, describeMismatch } from "../image/platform.js";
import type { Answer } from "../kubectl/script.js";
import { identify, type KubeObject, ref } from "../kubernetes/object.js";
import { isForeign, pullSecretType } from "../manifests/pull-secret.js";
import { parseApplyTimes } from "./apply-times.js";
import type { Checkup } from "./checkup.js";
import { formatHolder, isHeld, leaseSeconds, parseLease } from "./lease.js";
import { parsePlatforms } from "./platforms.js";
import { findShortages } from "./quota.js";
import { parseItems } from "./requests.js";
import { formatMissing, parseMissing, type Right } from "./rights.js";

/** What a deploy would be about, as far as that is known. */
export type Plans = {
	app: string;
	namespace: string;
	objects: KubeObject[];
	rights: Right[];
	/** None where the image needs no login. */
	secretName?: string;
	/** Whose login the pull secret would hold. */
	account?: string;
	/** What the image is built for, if that was asked for, and what the engine builds for. */
	platforms: string[];
	engine: string;
};

/** Whether the namespace takes a deploy. */
export function checkNamespace(checkup: Checkup, plans: Plans): Check[] {
	return [
		checkPlatforms(checkup.nodes, plans),
		checkPhase(checkup.namespace, plans.namespace),
		checkRights(checkup.rights, plans.rights),
		...(plans.objects.length > 0 ? [checkKinds(checkup.objects)] : []),
		checkQuotas(checkup, plans.objects),
		checkPullSecret(checkup.pullSecret, plans),
		checkLock(checkup.lease, checkup.ended),
	];
}

function checkPlatforms(
	answer: Answer,
	{ platforms: asked, engine }: Plans,
): Check {
	const name = "platforms";
	const nodes = parsePlatforms(answer);
	if (answer.code !== 0 || nodes.length === 0)
		return unknown(name, "the account may not look at the nodes");
	const platforms = choosePlatforms(asked, nodes, engine);
	const found = `the image is for ${platforms.join(", ")}, the nodes are ${nodes.join(", ")}`;
	return describeMismatch(platforms, nodes) === undefined
		? met(name, found)
		: unmet(name, found, `build for the nodes: --platforms=${nodes[0]}`);
}

function checkPhase({ code, stdout, stderr }: Answer, name: string): Check {
	if (/is forbidden/.test(stderr))
		return unknown(
			"namespace",
			`the account may not look whether ${name} is there`,
		);
	if (code !== 0) return unmetByRefusal("namespace", stderr);
	if (stdout.trim() === "Active") return met("namespace", `${name} is there`);
	return stdout.trim() === ""
		? unmet(
				"namespace",
				`${name} does not exist`,
				`kubectl create namespace ${name}, or deploy with --create-namespace`,
			)
		: unmet(
				"namespace",
				`${name} is ${stdout.trim()}`,
				"wait until it is gone, and make it anew",
			);
}

function checkRights({ code, stdout, stderr }: Answer, rights: Right[]): Check {
	if (code !== 0) return unmetByRefusal("rights", stderr);
	const missing = parseMissing(stdout, rights);
	return missing.length === 0
		? met("rights", `all that is needed on ${rights.length} resources`)
		: unmet(
				"rights",
				formatMissing(missing),
				"grant it these in a Role: docs/role.yaml has one",
			);
}

function checkKinds({ code, stderr }: Answer): Check {
	if (code === 0)
		return met("kinds", "the cluster knows those of the manifests");
	return /is forbidden/.test(stderr)
		? unknown(
				"kinds",
				"the account may not look at all of the manifests' kinds",
			)
		: unmetByRefusal("kinds", stderr);
}

function checkQuotas(
	{ quotas, objects }: Checkup,
	wanted: KubeObject[],
): Check {
	if (quotas.code !== 0)
		return unknown("quotas", "the account may not look at quotas");
	const found = parseItems(quotas.stdout);
	const there = parseApplyTimes(objects.stdout);
	// Each deploy puts a record beside them.
	const all = [...wanted, ref("Secret", "record")];
	const shortages = findShortages(found, all, (object) =>
		there.has(identify(object)),
	);
	if (shortages.length > 0)
		return unmet(
			"quotas",
			shortages.join("; "),
			"lower `resources` or `replicas`, or have the quota raised: kubectl describe quota",
		);
	const names = found.map(({ metadata }) => metadata.name).join(", ");
	return met("quotas", names ? `room enough in ${names}` : "none");
}

function checkPullSecret(
	{ code, stdout, stderr }: Answer,
	{ app, secretName, account }: Plans,
): Check {
	const name = "pull secret";
	if (secretName === undefined) return met(name, "none, as was asked for");
	if (code !== 0)
		return /is forbidden/.test(stderr)
			? unknown(name, `the account may not look at ${secretName}`)
			: unmetByRefusal(name, stderr);
	if (stdout.trim() === "")
		return met(name, `${secretName} is not there yet: a deploy makes it`);
	const [type, owner = "", login = ""] = stdout.trim().split(" ");
	if (type !== pullSecretType)
		return unmet(
			name,
			`${secretName} is a Secret of another type, ${type}, and of no use for pulls`,
			"delete it, or give the pull secret another name: --pull-secret",
		);
	if (!owner || !login)
		return met(name, `${secretName} holds a login that was put there by hand`);
	const found = `${secretName} holds the login of ${login}, made for ${owner}`;
	return isForeign({ app: owner, account: login }, app, account)
		? unmet(
				name,
				`${found}; this app pulls as ${account}`,
				`give it a pull secret of its own: --pull-secret=${app}-pull`,
			)
		: met(name, found);
}

/** A Lease that nobody has renewed for long was left by a run that was killed. */
function checkLock({ code, stdout, stderr }: Answer, now: number): Check {
	if (code !== 0)
		return /is forbidden/.test(stderr)
			? unknown("lock", "the account may not look at Leases")
			: unmetByRefusal("lock", stderr);
	const lease = parseLease(stdout);
	if (!lease || !isHeld(lease, 0)) return met("lock", "free");
	const { renewTime = "", leaseDurationSeconds = leaseSeconds } = lease.spec;
	return now - Date.parse(renewTime) / 1000 > leaseDurationSeconds
		? met("lock", `left by ${formatHolder(lease)}: a deploy takes it over`)
		: unmet(
				"lock",
				`held by ${formatHolder(lease)}`,
				"wait until that deploy has ended: another one waits, too",
			);
}
