import { checkAccess } from "../cluster/access-checks.js";
import { checkUp } from "../cluster/checkup.js";
import { checkNamespace, type Plans } from "../cluster/namespace-checks.js";
import { listRights } from "../cluster/rights.js";
import {
	type Check,
	isAboutOption,
	unknown,
	unmet,
	unmetBy,
} from "../failures/check.js";
import { Failure } from "../failures/failure.js";
import { parseRegistry } from "../image/reference.js";
import { checkRegistry } from "../image/registry-checks.js";
import { parseAppName } from "../input/app-name.js";
import {
	describeMissing,
	isMissing,
	readArguments,
} from "../input/arguments.js";
import { listTarget, makeCluster } from "../input/cluster.js";
import type { Cluster } from "../kubectl/cluster.js";
import { redact, secretForms } from "../kubectl/redact.js";
import { withoutDefined } from "../manifests/definitions.js";
import { formatChecks, formatDiagnosis } from "../report/doctor.js";
import { systemClock } from "../system/clock.js";
import { type Pulling, readPulling } from "./pulling.js";
import type { Settings } from "./settings.js";
import {
	checkManifests,
	checkSource,
	type Given,
	type Shipment,
	substitute,
} from "./shipment-checks.js";

/** Looks at all that a deploy needs, side by side; fails where any of it is not as it must be. */
export async function diagnose(
	settings: Settings,
	shipment: Shipment,
): Promise<string> {
	const { username, imageName, password } = settings;
	const read = await readArguments({
		username,
		imageName,
		password,
		...listTarget(settings),
	});
	const given = Object.fromEntries(
		read.map((one) => [one.name, isMissing(one) ? "" : `${one.text}`]),
	);
	const missing = read
		.filter(isMissing)
		.map((one) =>
			unmet("arguments", describeMissing(one), "dagger call doctor --help"),
		);
	const { pulling, checks: ofPulling } = await checkPulling(settings, given);
	const [registry, source, others] = await Promise.all([
		checkRegistry(settings, given, pulling?.pull),
		checkSource(shipment),
		checkRest(settings, given, shipment, pulling),
	]);
	const checks = [...missing, ...registry, ...ofPulling, ...source, ...others];
	const { token = "" } = given;
	const { username: puller, password: pullPassword } = pulling?.pull ?? {};
	const secrets = [
		...secretForms(given.username, given.password),
		...secretForms(puller, pullPassword),
		token,
	];
	const text = formatChecks(checks.map((check) => mask(check, secrets)));
	const verdict = formatDiagnosis(checks);
	if (checks.some(({ result }) => result === "unmet"))
		throw new Failure(`doctor: ${verdict}\n${text}`);
	return `${text}\n✓ ${verdict}`;
}

/** A check without what looks like a secret; a refused option is no secret, though it may look like one. */
function mask(check: Check, secrets: string[]): Check {
	const { found } = check;
	return isAboutOption(found)
		? check
		: { ...check, found: redact(found, secrets) };
}

/** Renders the manifests, and asks the cluster for all that they need. */
async function checkRest(
	settings: Settings,
	given: Given,
	shipment: Shipment,
	pulling: Pulling | undefined,
): Promise<Check[]> {
	const { objects, checks } = await checkManifests(settings, given, shipment);
	if (!given.kubeconfig || given.token === "") return checks;
	try {
		const plans: Plans = {
			...shipment,
			objects,
			secretName: pulling?.secretName,
			app: parseAppName(settings.name, given.imageName || "app"),
			namespace: given.namespace || substitute,
			rights: listRights(objects),
			account: pulling?.account,
		};
		const { kubeconfig, token } = given;
		const { namespace } = plans;
		const cluster = makeCluster(settings, { kubeconfig, namespace, token });
		return [...checks, ...(await checkCluster(cluster, plans, settings))];
	} catch (error) {
		return [...checks, unmetBy("kubeconfig", error)];
	}
}

/** As whom the cluster pulls, if that is given as it must be. */
async function checkPulling(
	settings: Settings,
	{ username = "", password = "" }: Given,
): Promise<{ pulling?: Pulling; checks: Check[] }> {
	try {
		const registry = parseRegistry(settings.registry);
		const push = username ? { registry, username, password } : undefined;
		return { pulling: await readPulling(settings, push), checks: [] };
	} catch (error) {
		// The registry is looked at for itself.
		const isOther = /^--registry=/.test((error as Error).message);
		return { checks: isOther ? [] : [unmetBy("pull secret", error)] };
	}
}

async function checkCluster(
	cluster: Cluster,
	plans: Plans,
	{ context, namespace }: Settings,
): Promise<Check[]> {
	const known = { ...plans, objects: withoutDefined(plans.objects) };
	const checkup = await checkUp(cluster, () => systemClock.now(), known);
	const { checks, isIn } = checkAccess(checkup, context);
	if (!isIn)
		return [
			...checks,
			unknown("namespace", "what is in the cluster cannot be known"),
		];
	const inside = checkNamespace(checkup, known);
	return [
		...checks,
		...inside.filter(({ name }) => namespace || name === "platforms"),
	];
}
