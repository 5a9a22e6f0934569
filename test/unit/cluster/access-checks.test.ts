import { describe, expect, it } from "vitest";
import { checkAccess } from "../../../dagger/src/cluster/access-checks.js";
import type { Checkup } from "../../../dagger/src/cluster/checkup.js";
import { error, ok } from "../fake-cluster.js";

const now = Date.parse("2026-11-24T12:00:00Z") / 1000;
const versions = (client: string, server: string) =>
	ok(
		JSON.stringify({
			clientVersion: { minor: client, gitVersion: `v1.${client}.0` },
			serverVersion: { minor: server, gitVersion: `v1.${server}.0` },
		}),
	);
const review = (username: string, creationTimestamp?: string) =>
	ok(
		JSON.stringify({
			metadata: { creationTimestamp },
			status: { userInfo: { username } },
		}),
	);
const kubeconfig = (server: string) =>
	ok(
		`current\tshop\ncontext\tother\tb\tb\ncontext\tshop\ta\ta\ncluster\ta\t${server}\t\t\t\ncluster\tb\thttps://other.example.com\t\t\t\n`,
	);

function checkup(more: Partial<Checkup> = {}): Checkup {
	return {
		kubeconfig: kubeconfig("https://kube.example.com"),
		versions: versions("34", "34"),
		account: review("ci", "2026-11-24T12:00:00Z"),
		namespace: ok(),
		nodes: ok(),
		rights: ok(),
		quotas: ok(),
		pullSecret: ok(),
		objects: ok(),
		lease: ok(),
		began: now,
		ended: now + 1,
		...more,
	};
}

const find = (more: Partial<Checkup>, name: string, context?: string) =>
	checkAccess(checkup(more), context).checks.find((one) => one.name === name);

describe("the way to the cluster", () => {
	it("is told step by step", () => {
		const { checks, isIn } = checkAccess(checkup());
		expect(isIn).toBe(true);
		expect(
			checks.map(({ name, result, found }) => [name, result, found]),
		).toEqual([
			["kubeconfig", "met", "context shop"],
			["server", "met", "https://kube.example.com answers"],
			["tls", "met", "the certificate is accepted"],
			["account", "met", "ci"],
			["clock", "met", "0 s apart"],
			["versions", "met", "Kubernetes v1.34.0, kubectl v1.34.0"],
		]);
	});

	it("is that of the context that is asked for", () => {
		expect(find({}, "server", "other")?.found).toBe(
			"https://other.example.com answers",
		);
	});

	it("may be plain HTTP", () => {
		const plain = { kubeconfig: kubeconfig("http://10.0.0.1:8001") };
		expect(find(plain, "tls")?.found).toContain("plain HTTP");
	});

	it.each([
		[
			"Unable to connect to the server: dial tcp 10.0.0.9:6443: connect: connection refused",
			["kubeconfig", "server"],
			"the cluster cannot be reached from the Dagger engine",
		],
		[
			"Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for a, not b",
			["kubeconfig", "server", "tls"],
			"the cluster's TLS certificate is not accepted",
		],
		[
			"error: You must be logged in to the server (Unauthorized)",
			["kubeconfig", "server", "tls", "account"],
			"the cluster refused the kubeconfig's credentials",
		],
		[
			"The connection to the server localhost:8080 was refused - did you specify the right host or port?",
			["kubeconfig"],
			"the kubeconfig names no cluster",
		],
	])("that ends with %s goes no further", (stderr, names, found) => {
		const { checks, isIn } = checkAccess(checkup({ versions: error(stderr) }));
		expect(isIn).toBe(false);
		expect(checks.map(({ name }) => name)).toEqual(names);
		expect(checks.at(-1)?.result).toBe("unmet");
		expect(checks.at(-1)?.found).toBe(`${found}; ${stderr}`);
		const before = checks.slice(0, -1);
		expect(before.every(({ result }) => result === "met")).toBe(true);
	});

	it("does not begin where the kubeconfig cannot be read", () => {
		const broken = error(
			'error: error loading config file "/run/kubeconfig": yaml: line 4: did not find expected node content',
		);
		const { checks, isIn } = checkAccess(
			checkup({ kubeconfig: broken, versions: broken }),
		);
		expect(isIn).toBe(false);
		expect(checks).toMatchObject([
			{
				name: "kubeconfig",
				result: "unmet",
				found: `the kubeconfig is not one that kubectl can read; ${broken.stderr}`,
			},
		]);
	});

	it("is that of nobody where the credentials are not known", () => {
		const anonymous = checkup({ account: review("system:anonymous") });
		expect(checkAccess(anonymous).isIn).toBe(false);
		const refused = checkup({ account: error("error: Unauthorized") });
		expect(checkAccess(refused).isIn).toBe(false);
		const old = checkup({
			account: error("error: the selfsubjectreviews API is not enabled"),
		});
		expect(checkAccess(old).isIn).toBe(true);
	});
});

describe("the clock", () => {
	it.each([
		["12:00:00", "met", "0 s apart"],
		["12:00:31", "met", "30 s apart"],
		["11:59:29", "met", "30 s apart"],
		["12:00:32", "unmet", "the cluster's clock is 31 s ahead of the engine's"],
		["11:59:28", "unmet", "the cluster's clock is 31 s behind the engine's"],
		[
			"13:00:01",
			"unmet",
			"the cluster's clock is 3600 s ahead of the engine's",
		],
	])("of %s is %s", (time, result, found) => {
		const account = review("ci", `2026-11-24T${time}Z`);
		expect(find({ account }, "clock")).toMatchObject({ result, found });
	});

	it("of a cluster that was slow to answer may be anywhere in between", () => {
		const account = review("ci", "2026-11-24T12:01:00Z");
		expect(find({ account, ended: now + 70 }, "clock")?.result).toBe("met");
	});

	it("of a cluster that does not tell it is not known", () => {
		expect(find({ account: review("ci") }, "clock")?.result).toBe("unknown");
	});
});

describe("the versions", () => {
	it.each([
		["34", "34", "met"],
		["34", "32+", "met"],
		["34", "35", "met"],
		["34", "31", "unknown"],
		["34", "36", "unknown"],
	])("kubectl 1.%s with a cluster of 1.%s are %s", (client, server, result) => {
		const found = find({ versions: versions(client, server) }, "versions");
		expect(found?.result).toBe(result);
	});
});
