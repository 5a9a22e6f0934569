import type { Lease } from "../../dagger/src/cluster/lease.js";
import type {
	Cluster,
	KubectlOptions,
} from "../../dagger/src/kubectl/cluster.js";
import type { Answer, Call } from "../../dagger/src/kubectl/script.js";
import type { KubeObject } from "../../dagger/src/kubernetes/object.js";
import { parseObjects } from "../../dagger/src/manifests/objects.js";
import type { FakeClock } from "./clock.js";

/** What a request is about, as the log of the fake cluster names it. */
type Request =
	| "read lease"
	| "read state"
	| "record"
	| "find former"
	| "find pull secrets"
	| "read other apps"
	| "create lease"
	| "patch lease"
	| "find"
	| "nodes"
	| "dry run"
	| "apply"
	| "apply prerequisites"
	| "snapshot"
	| "events"
	| "logs"
	| "delete"
	| "wait"
	| "autoscalers"
	| "create namespace"
	| "read namespace"
	| "list all"
	| "list custom"
	| "kinds"
	| "claims"
	| "own claims"
	| "diff";

type Reply = string | Answer | undefined;

export const ok = (stdout = ""): Answer => ({ code: 0, stdout, stderr: "" });
export const error = (stderr: string): Answer => ({
	code: 1,
	stdout: "",
	stderr,
});

/**
 * A cluster in memory: it keeps a Lease as the API server does, with compare-and-swap, and the times of applies; what its
 * objects look like, and what it refuses, is for the test to say.
 */
export class FakeCluster implements Cluster {
	readonly namespace = "shop";
	/** One entry a conversation: the requests that were made, joined by " + ". */
	readonly log: string[] = [];
	lease?: Lease;
	/** The records of releases, by name. */
	readonly records = new Map<string, KubeObject>();
	/** The objects that the namespace has, by their identities. */
	readonly found = new Set(["Namespace shop"]);
	/** What a test says instead. */
	replies: Partial<
		Record<Request, (call: Call, options: KubectlOptions) => Reply>
	> = {};
	/** What a poll shows. */
	live: () => KubeObject[] = () => [];
	private version = 0;
	private applies = 0;

	constructor(readonly clock: FakeClock) {}

	async run(calls: Call[], options: KubectlOptions = {}): Promise<Answer[]> {
		const answers: Answer[] = [];
		const index = this.log.length;
		for (const call of calls) {
			const made = calls.slice(0, answers.length + 1);
			this.log[index] = made
				.map((call) => nameRequest(call, options))
				.join(" + ");
			const answer = this.answer(call, options);
			answers.push(answer);
			if (answer.code !== 0 && !options.parallel) break;
		}
		return answers;
	}

	/** How often a request was made. */
	count(request: Request): number {
		return this.log
			.flatMap((entry) => entry.split(" + "))
			.filter((name) => name === request).length;
	}

	/** Somebody else's Lease. */
	holdBy(holder: string): void {
		const time = this.clock.iso().replace("Z", "000Z");
		this.lease = {
			apiVersion: "coordination.k8s.io/v1",
			kind: "Lease",
			metadata: {
				name: "slipway-web",
				resourceVersion: `${++this.version}`,
			},
			spec: {
				holderIdentity: holder,
				acquireTime: time,
				renewTime: time,
				leaseDurationSeconds: 30,
			},
		};
	}

	private answer(call: Call, options: KubectlOptions): Answer {
		const request = nameRequest(call, options);
		const reply = this.replies[request]?.(call, options);
		if (typeof reply === "string") return ok(reply);
		return reply ?? this.defaultAnswer(request, call, options);
	}

	private defaultAnswer(
		request: Request,
		call: Call,
		{ stdin = "", files = {} }: KubectlOptions,
	): Answer {
		switch (request) {
			case "read lease":
				return ok(this.lease ? JSON.stringify(this.lease) : "");
			case "read state":
				return ok(
					JSON.stringify({
						items: [
							...(this.lease ? [this.lease] : []),
							...this.records.values(),
						],
					}),
				);
			case "record":
				for (const record of parseObjects(files["/records.json"] ?? ""))
					this.records.set(record.metadata.name, record);
				return ok();
			case "create lease":
				return this.createLease(JSON.parse(stdin));
			case "patch lease":
				return this.patchLease(call);
			case "find":
				return ok(this.listTimes([...this.found], "then"));
			case "nodes":
				return ok("linux/amd64 linux/amd64 ");
			case "dry run":
				return ok(this.listTimes([...this.found], "dry"));
			case "apply":
			case "apply prerequisites":
				this.applies++;
				return ok(this.listTimes([...this.found], `apply-${this.applies}`));
			case "snapshot":
				return ok(JSON.stringify({ items: this.live() }));
			case "events":
			case "autoscalers":
			case "own claims":
			case "read other apps":
				return ok(JSON.stringify({ items: [] }));
			case "create namespace":
				this.found.add("Namespace shop");
				return ok();
			default:
				return ok();
		}
	}

	private listTimes(names: string[], time: string): string {
		return names
			.map((name) => `${name} uid-of-${name.split(" ")[1]} ${time}\n`)
			.join("");
	}

	private createLease(lease: Lease): Answer {
		if (this.lease)
			return error(
				'Error from server (AlreadyExists): leases.coordination.k8s.io "slipway-web" already exists',
			);
		return this.writeLease(lease);
	}

	private patchLease(call: Call): Answer {
		const patch = call.find((flag) => flag.startsWith("--patch=")) ?? "";
		const { metadata, spec } = JSON.parse(patch.slice("--patch=".length));
		if (metadata.resourceVersion !== this.lease?.metadata.resourceVersion)
			return error(
				'Error from server (Conflict): leases.coordination.k8s.io "slipway-web": the object has been modified',
			);
		const lease = structuredClone(this.lease as Lease);
		Object.assign(lease.spec, spec);
		return this.writeLease(lease);
	}

	private writeLease(lease: Lease): Answer {
		Object.assign(lease.metadata, { resourceVersion: `${++this.version}` });
		this.lease = lease;
		return ok(JSON.stringify(lease));
	}
}

function nameRequest(call: Call, options: KubectlOptions): Request {
	const [verb, what = ""] = call;
	const has = (part: string) => call.some((flag) => flag.includes(part));
	switch (verb) {
		case "get":
			if (what.endsWith(",secret")) return "read state";
			if (what.startsWith("lease")) return "read lease";
			if (what === "pvc")
				return has("--show-managed-fields") ? "own claims" : "claims";
			if (has("--show-managed-fields")) return "find former";
			if (has("dockerconfigjson")) return "find pull secrets";
			if (has("slipway/release-of!=")) return "read other apps";
			if (what.includes("events")) return "events";
			if (what === "nodes") return what;
			if (what === "namespace") return "read namespace";
			if (what.startsWith("all,")) return "list all";
			if (has("ownerReferences")) return "list custom";
			if (what.startsWith("horizontal")) return "autoscalers";
			return has("--selector") ? "snapshot" : "find";
		case "create":
			return options.stdin?.includes('"kind":"Namespace"')
				? "create namespace"
				: "create lease";
		case "patch":
			return "patch lease";
		case "apply":
			if (has("--dry-run")) return "dry run";
			if (has("/records.json")) return "record";
			return runsAnything(options) ? "apply" : "apply prerequisites";
		case "api-resources":
			return "kinds";
		case "logs":
		case "wait":
		case "delete":
		case "diff":
			return verb;
		default:
			throw new Error(
				`the fake cluster does not know kubectl ${call.join(" ")}`,
			);
	}
}

/** Whether an apply is of more than what others need. */
function runsAnything({ files = {} }: KubectlOptions): boolean {
	const text = Object.values(files).join("");
	return text === "" || /"kind":"(?:Deployment|Pod)"/.test(text);
}
