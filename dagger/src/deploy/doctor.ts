import type { Directory } from "@dagger.io/dagger";
import { checkAccess } from "../cluster/access-checks.js";
import { checkUp } from "../cluster/checkup.js";
import { checkNamespace, type Plans } from "../cluster/namespace-checks.js";
import { listRights } from "../cluster/rights.js";
import {
	type Check,
	isAboutOption,
	met,
	unknown,
	unmet,
	unmetBy,
} from "../failures/check.js";
import { Failure } from "../failures/failure.js";
import { parseRepository } from "../image/reference.js";
import { checkRegistry } from "../image/registry-checks.js";
import { parseAppName } from "../input/app-name.js";
import {
	describeMissing,
	isMissing,
	parsePullSecret,
	readArguments,
} from "../input/arguments.js";
import { listTarget, makeCluster } from "../input/cluster.js";
import type { Cluster } from "../kubectl/cluster.js";
import { redact, secretForms } from "../kubectl/redact.js";
import type { KubeObject } from "../kubernetes/object.js";
import { withoutDefined } from "../manifests/definitions.js";
import { listPlaces } from "../manifests/image.js";
import { formatAccount } from "../manifests/pull-secret.js";
import { render } from "../manifests/render.js";
import { formatChecks, formatDiagnosis } from "../report/doctor.js";
import { systemClock } from "../system/clock.js";
import type { Settings } from "./settings.js";

/** What would be deployed. */
export type Shipment = {
	manifests: Directory;
	overlay?: string;
	source?: Directory;
	dockerfile: string;
} & Pick<Plans, "platforms" | "engine">;

/** Stands in where none is given, so that all else can be checked. */
const substitute = "default";

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
	const [registry, source, others] = await Promise.all([
		checkRegistry(settings, given),
		checkSource(shipment),
		checkRest(settings, given, shipment),
	]);
	const checks = [...missing, ...registry, ...source, ...others];
	const { token = "" } = given;
	const secrets = [...secretForms(given.username, given.password), token];
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

type Given = Record<string, string>;

async function checkSource({ source, dockerfile }: Shipment): Promise<Check[]> {
	if (!source) return [];
	const found = await source.glob(dockerfile);
	return found.length > 0
		? [met("source", `has ${dockerfile}`)]
		: [
				unmet(
					"source",
					`has no ${dockerfile}`,
					"correct --source, or name the file with --dockerfile",
				),
			];
}

/** Renders the manifests, and asks the cluster for all that they need. */
async function checkRest(
	settings: Settings,
	given: Given,
	shipment: Shipment,
): Promise<Check[]> {
	const { objects, checks } = await checkManifests(settings, given, shipment);
	if (!given.kubeconfig || given.token === "") return checks;
	try {
		const secretName = parsePullSecret(settings.pullSecret);
		const { username } = given;
		const plans: Plans = {
			...shipment,
			objects,
			secretName,
			app: parseAppName(settings.name, given.imageName || "app"),
			namespace: given.namespace || substitute,
			rights: listRights(objects),
			account: username && formatAccount({ ...settings, username }),
		};
		const { kubeconfig, token } = given;
		const { namespace } = plans;
		const cluster = makeCluster(settings, { kubeconfig, namespace, token });
		return [...checks, ...(await checkCluster(cluster, plans, settings))];
	} catch (error) {
		return [...checks, unmetBy("kubeconfig", error)];
	}
}

async function checkManifests(
	settings: Settings,
	given: Given,
	{ manifests, overlay }: Shipment,
): Promise<{ objects: KubeObject[]; checks: Check[] }> {
	if (!given.imageName) return { objects: [], checks: [] };
	try {
		const username = given.username || "username";
		const objects = await render({
			manifests,
			overlay,
			repository: parseRepository(settings.registry, username, given.imageName),
			app: parseAppName(settings.name, given.imageName),
			namespace: given.namespace || substitute,
		});
		return {
			objects,
			checks: [
				met("manifests", `${objects.length} objects`),
				met("image", `runs in ${listPlaces(objects).join(", ")}`),
			],
		};
	} catch (error) {
		const { message } = error as Error;
		if (!given.namespace && /^the manifests are not all for/.test(message))
			return { objects: [], checks: [] };
		// It is told where it is looked at for itself.
		if (isAboutOption(message) && !/^--overlay/.test(message))
			return { objects: [], checks: [] };
		const name = /^no manifest uses/.test(message) ? "image" : "manifests";
		return { objects: [], checks: [unmetBy(name, error)] };
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
