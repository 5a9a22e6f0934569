import type { SelfSubjectReview } from "kubernetes-types/authentication/v1.js";
import { classifyRefusal } from "../failures/catalogue.js";
import {
	type Check,
	met,
	unknown,
	unmet,
	unmetByRefusal,
} from "../failures/check.js";
import { parseKubeconfig } from "../kubectl/kubeconfig.js";
import type { Checkup } from "./checkup.js";

/** How far the clocks may be apart, in seconds. */
const mostSkew = 30;
/** How many minor versions a cluster may be older than kubectl, and newer. */
const oldest = 2;
const newest = 1;

/** Whether the cluster can be reached and takes the account; what needs it has no answer otherwise. */
export function checkAccess(
	checkup: Checkup,
	context = "",
): { checks: Check[]; isIn: boolean } {
	const { versions, account } = checkup;
	if (checkup.kubeconfig.code !== 0)
		return failed([unmetByRefusal("kubeconfig", checkup.kubeconfig.stderr)]);
	const where = describeServer(checkup, context);
	const kubeconfig = met("kubeconfig", where.context);
	if (versions.code !== 0) {
		const { stderr } = versions;
		const stage = classifyRefusal(stderr)?.stage;
		const server = met("server", `${where.server} answers`);
		if (stage === "kubeconfig")
			return failed([unmetByRefusal("kubeconfig", stderr)]);
		if (stage === "account")
			return failed([
				kubeconfig,
				server,
				checkTls(where.server),
				unmetByRefusal("account", stderr),
			]);
		if (stage === "tls")
			return failed([kubeconfig, server, unmetByRefusal("tls", stderr)]);
		return failed([kubeconfig, unmetByRefusal("server", stderr)]);
	}
	const { clientVersion, serverVersion } = JSON.parse(
		versions.stdout,
	) as Versions;
	const who = checkAccount(account);
	return {
		checks: [
			kubeconfig,
			met("server", `${where.server} answers`),
			checkTls(where.server),
			who,
			checkClock(checkup),
			checkVersions(clientVersion, serverVersion),
		],
		isIn: who.result !== "unmet",
	};
}

const failed = (checks: Check[]) => ({ checks, isIn: false });

function describeServer(
	{ kubeconfig }: Checkup,
	wanted: string,
): { context: string; server: string } {
	const config = parseKubeconfig(kubeconfig.stdout);
	const name = wanted || config.current;
	const context =
		config.contexts.find((one) => one.name === name) ?? config.contexts[0];
	const cluster = config.clusters.find((one) => one.name === context?.cluster);
	return {
		context: `context ${context?.name ?? name}`,
		server: cluster?.server ?? "the server",
	};
}

function checkTls(server: string): Check {
	return server.startsWith("http:")
		? met("tls", "none: the server's address is plain HTTP")
		: met("tls", "the certificate is accepted");
}

function checkAccount({ code, stdout, stderr }: Checkup["account"]): Check {
	if (code !== 0)
		return classifyRefusal(stderr)?.stage === "account"
			? unmetByRefusal("account", stderr)
			: unknown(
					"account",
					"the cluster is too old to report the account in use",
				);
	const { username = "" } = parseReview(stdout).status?.userInfo ?? {};
	return username === "system:anonymous"
		? unmet(
				"account",
				"the cluster does not know the kubeconfig's credentials",
				"they may have expired: make a new kubeconfig",
			)
		: met("account", username);
}

/** The time of the answer is the server's own. */
function checkClock({ account, began, ended }: Checkup): Check {
	const text = account.code === 0 ? parseReview(account.stdout) : undefined;
	const server = Date.parse(`${text?.metadata?.creationTimestamp}`) / 1000;
	if (Number.isNaN(server))
		return unknown("clock", "the cluster does not tell its time");
	// It is told in whole seconds.
	const ahead = Math.round(server - ended);
	const behind = Math.round(began - 1 - server);
	const skew = Math.max(ahead, behind, 0);
	return skew <= mostSkew
		? met("clock", `${skew} s apart`)
		: unmet(
				"clock",
				`the cluster's clock is ${skew} s ${ahead > 0 ? "ahead of" : "behind"} the engine's`,
				"set both by a time server: tokens and certificates are valid by the clock",
			);
}

type Version = { minor: string; gitVersion: string };
type Versions = { clientVersion: Version; serverVersion: Version };

function checkVersions(client: Version, server: Version): Check {
	const newer =
		Number.parseInt(server.minor, 10) - Number.parseInt(client.minor, 10);
	const found = `Kubernetes ${server.gitVersion}, kubectl ${client.gitVersion}`;
	return newer >= -oldest && newer <= newest
		? met("versions", found)
		: unknown(
				"versions",
				`${found}: the cluster is ${Math.abs(newer)} minor versions ${newer < 0 ? "older" : "newer"}`,
				`use a Slipway whose kubectl is closer: the cluster may be ${oldest} older and ${newest} newer`,
			);
}

function parseReview(stdout: string): SelfSubjectReview {
	return JSON.parse(stdout) as SelfSubjectReview;
}
