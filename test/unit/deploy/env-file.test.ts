import { describe, expect, it } from "vitest";
import type { DeployOptions } from "../../../dagger/src/deploy/context.js";
import { plan } from "../../../dagger/src/deploy/plan.js";
import { rollBackTo } from "../../../dagger/src/deploy/roll-back.js";
import { findPodTemplate } from "../../../dagger/src/kubernetes/kinds.js";
import {
	identify,
	type KubeObject,
	ref,
} from "../../../dagger/src/kubernetes/object.js";
import { makeRelease } from "../../../dagger/src/manifests/release.js";
import { decodeRecord } from "../../../dagger/src/release/secret.js";
import { begin, image, newer, older, overdue, ready, starting } from "./app.js";

const one = new Map([["WORD", "hunter22"]]);
const two = new Map([["WORD", "hunter23"]]);
const workload: KubeObject = {
	...ready,
	status: undefined,
	spec: {
		template: {
			spec: {
				containers: [
					{ name: "web", image, envFrom: [{ secretRef: { name: "web-env" } }] },
				],
			},
		},
	},
};

/** An app whose Pods read its own secrets, in a cluster that keeps their Secret and tells whether the Pods are rolled. */
function beginReading(objects = [workload]) {
	const begun = begin(objects);
	const { cluster, source, options, world } = begun;
	const live = new Map<string, string>();
	let times = 0;
	const state = { rolls: 0, owner: "web" };
	const put = (name: string, content: string) => {
		if (live.get(name) === content) return;
		live.set(name, content);
		cluster.found.delete(name);
		cluster.found.add(name);
		times++;
		if (name.startsWith("Deployment")) state.rolls++;
	};
	const list = (changed: (name: string) => boolean) =>
		[...cluster.found]
			.map((name) => {
				const { labels } = live.has(name)
					? (JSON.parse(live.get(name) as string) as KubeObject).metadata
					: {};
				const hash = labels?.["slipway/env"];
				const more = hash ? ` ${state.owner}  env=${hash}` : "";
				return `${name} uid-of-${name} then${changed(name) ? "-not" : ""}${more}\n`;
			})
			.join("");
	const sent = (
		request: Parameters<NonNullable<typeof cluster.replies.apply>>[1],
	) => {
		const { files = {}, secrets = {} } = request;
		const texts = [
			secrets["/run/env-secret.json"] ?? "",
			...(files["/objects.json"] ?? "").split("\n"),
		];
		return texts
			.filter((text) => text !== "")
			.map((text): [string, string] => {
				return [identify(JSON.parse(text) as KubeObject), text];
			});
	};
	const uids = (text: string) => text.replace(/uid-of-(\S+) /g, "uid-of-");
	cluster.replies.find = () => uids(list(() => false));
	cluster.replies["dry run"] = (_, request) => {
		const would = new Map(sent(request));
		return uids(
			list((name) => would.has(name) && would.get(name) !== live.get(name)),
		);
	};
	cluster.replies.apply = (_, request) => {
		const before = times;
		for (const [name, text] of sent(request)) put(name, text);
		return uids(list(() => times > before));
	};
	source.release = (rendered, image, found) =>
		makeRelease(rendered, image, {
			app: "web",
			secretName: "dockerhub-secret",
			...found,
			env: given.env,
		});
	const given: Pick<DeployOptions, "env"> = {};
	const deployWith = (
		env: DeployOptions["env"],
		changed: Partial<DeployOptions> = {},
	) => {
		given.env = env;
		return begun.run({ env, ...changed });
	};
	const planWith = (env: DeployOptions["env"]) => {
		given.env = env;
		return plan(world, source, { ...options, env });
	};
	const records = () => [...cluster.records.values()].map(decodeRecord);
	return { ...begun, live, state, records, deployWith, planWith };
}

describe("a deploy with the app's own secrets", () => {
	it("sends them as a secret file only, and puts no value on record", async () => {
		const { cluster, live, records, deployWith } = beginReading();
		const seen: string[] = [];
		const { run } = cluster;
		cluster.run = (calls, options = {}) => {
			const { secrets: _, ...rest } = options;
			seen.push(JSON.stringify([calls, rest]));
			return run.call(cluster, calls, options);
		};
		expect(await deployWith(one)).toMatch(
			/^✓ deployed.*Secret web-env +created/s,
		);

		expect(live.get("Secret web-env")).toContain('"WORD":"aHVudGVyMjI="');
		expect(seen.join()).not.toMatch(/hunter22|aHVudGVyMjI=/);
		const [record] = records();
		expect(record?.env?.hash).toMatch(/^[0-9a-f]{32}$/);
		expect(JSON.stringify(record)).not.toMatch(/hunter22|aHVudGVyMjI=/);
	});

	it("has nothing to do for the same ones, by whatever engine", async () => {
		const { state, deployWith } = beginReading();
		await deployWith(one);
		expect(await deployWith(new Map(one))).toMatch(/^✓ nothing to do/);
		expect(state.rolls).toBe(1);
	});

	it("rolls what reads them when they change, by the key that is on record", async () => {
		const { state, records, deployWith } = beginReading();
		await deployWith(one);
		expect(await deployWith(two)).toMatch(/Secret web-env +configured/);
		expect(state.rolls).toBe(2);
		await deployWith(one);
		const [first, second, third] = records().map(({ env }) => env);
		expect(second?.key).toBe(first?.key);
		expect(second?.hash).not.toBe(first?.hash);
		expect(third?.key).toBe(first?.key);
		expect(third?.hash).toBe(`${first?.hash}.2`);
		expect(state.rolls).toBe(3);
	});

	it("rolls what came back with others after a failure, once it gives the former ones again", async () => {
		const { cluster, state, deployWith } = beginReading();
		await deployWith(one);
		cluster.live = () => [cluster.count("apply") === 2 ? starting : ready];
		await expect(
			deployWith(two, { commit: { ...newer, id: "ffffff2" } }),
		).rejects.toThrow("release 1 runs again");
		const { rolls } = state;
		await deployWith(one, { commit: { ...newer, id: "ffffff3" } });
		expect(state.rolls).toBe(rolls + 1);
	});

	it("makes its Pods for what the deploy for which it waited has made of them", async () => {
		const { cluster, live, records, deployWith } = beginReading();
		await deployWith(two);
		const theirs = live.get("Secret web-env") as string;
		await deployWith(one);
		cluster.holdBy("bob");
		cluster.replies["read lease"] = () => {
			live.set("Secret web-env", theirs);
			cluster.holdBy("");
			return undefined;
		};
		await deployWith(undefined, { commit: { ...newer, id: "ffffff2" } });
		const [first, second, third] = records();
		expect(third?.env).toEqual(first?.env);
		expect(third?.objects).toEqual(first?.objects);
		expect(third?.objects).not.toEqual(second?.objects);
	});

	it("that does not give them again leaves them as they are", async () => {
		const { state, records, log, deployWith } = beginReading();
		await deployWith(one);
		expect(await deployWith(undefined)).toMatch(/^✓ nothing to do/);
		expect(await deployWith(undefined, { commit: undefined })).toMatch(
			/^✓ nothing to do/,
		);
		await deployWith(undefined, { commit: { ...newer, id: "ffffff2" } });
		expect(state.rolls).toBe(1);
		expect(log).not.toContain("delete");
		expect(records()[1]?.env).toEqual(records()[0]?.env);
	});

	it("does not delete a Secret that was in the manifests before, and is made of them now", async () => {
		const held = { ...ref("Secret", "web-env"), data: { WORD: "eA==" } };
		const objects = [workload, held];
		const { cluster, deployWith } = beginReading(objects);
		await deployWith(undefined);
		objects.pop();
		cluster.replies.find = () =>
			"Namespace shop u t\nDeployment.apps/v1 web u t\nSecret web-env u t web \n";
		let asked = "";
		cluster.replies["find former"] = (call) => {
			asked = call.join(" ");
			return "";
		};
		await deployWith(one);
		expect(asked).not.toContain("web-env");
		expect(cluster.count("delete")).toBe(0);
	});

	it("is refused where their Secret is another's, before anything is built", async () => {
		const { state, log, deployWith } = beginReading();
		await deployWith(one);
		const before = log.length;
		state.owner = "other";
		await expect(deployWith(two)).rejects.toThrow(
			"Secret web-env is there already, and belongs to other",
		);
		expect(log.slice(before)).toEqual(["render", "read state + find + nodes"]);
		await expect(deployWith(undefined)).resolves.toMatch(/^✓/);
	});

	it("is refused where the manifests hold that Secret, before the cluster is asked", async () => {
		const { log, deployWith } = beginReading([
			workload,
			ref("Secret", "web-env"),
		]);
		await expect(deployWith(one)).rejects.toThrow(
			"the manifests hold a Secret of the name web-env",
		);
		expect(log).toEqual(["render"]);
	});

	it("says so where nothing reads them, and only there", async () => {
		const told = "nothing in the manifests reads Secret web-env";
		const reading = beginReading();
		await reading.deployWith(one);
		expect(reading.lines.join("\n")).not.toContain(told);
		const deaf = beginReading([ready]);
		await deaf.deployWith(one);
		expect(deaf.lines.join("\n")).toContain(told);
		await deaf.planWith(one);
		expect(deaf.cluster.count("dry run")).toBe(2);
	});

	it("is planned without a write", async () => {
		const { cluster, live, planWith } = beginReading();
		let files: string[] = [];
		cluster.replies.diff = (call) => {
			files = call.filter((flag) => flag.startsWith("--filename="));
			return "";
		};
		await planWith(one);
		expect(files).toEqual([
			"--filename=/run/env-secret.json",
			"--filename=/objects.json",
		]);
		expect(live.size).toBe(0);
	});
});

describe("going back", () => {
	const note =
		"now      the app's own secrets are not on record and stay as they are: Secret web-env has changed since that release";

	it("leaves the app's own secrets as they are, and says so where they are others", async () => {
		const { world, options, live, records, deployWith } = beginReading();
		await deployWith(one);
		await deployWith(two, { commit: { ...newer, id: "ffffff2" } });
		const secret = live.get("Secret web-env");
		expect(await rollBackTo(world, options, "1")).toContain(note);
		expect(live.get("Secret web-env")).toBe(secret);
		const [, second, third] = records().map(({ env }) => env);
		expect(third).toEqual(second);
	});

	it("tells the Pods by which secrets they are, so that the former ones roll them again", async () => {
		const { world, options, state, deployWith } = beginReading();
		await deployWith(one);
		await deployWith(two, { commit: { ...newer, id: "ffffff2" } });
		await rollBackTo(world, options, "1");
		const before = state.rolls;
		await deployWith(one, { commit: { ...newer, id: "ffffff3" } });
		expect(state.rolls).toBe(before + 1);
	});

	it("says nothing where they are the same, or where there are none", async () => {
		for (const env of [one, undefined]) {
			const { world, options, deployWith } = beginReading();
			await deployWith(env);
			await deployWith(env, { commit: { ...newer, id: "ffffff2" } });
			expect(await rollBackTo(world, options, "1")).not.toContain(
				"own secrets",
			);
		}
	});

	it("by an older commit leaves --env-file out, and says so", async () => {
		const { lines, live, deployWith } = beginReading();
		await deployWith(one, { commit: older });
		await deployWith(two);
		const secret = live.get("Secret web-env");
		expect(await deployWith(one, { commit: older })).toContain(note);
		expect(live.get("Secret web-env")).toBe(secret);
		expect(lines.join("\n")).toContain("and --env-file is left out");
	});

	it("after a failure says so as well, and only where they have changed", async () => {
		for (const [env, isTold] of [
			[two, true],
			[one, false],
		] as const) {
			const { cluster, deployWith } = beginReading();
			await deployWith(one);
			const applies = cluster.count("apply");
			cluster.live = () =>
				cluster.count("apply") === applies + 1
					? [{ ...overdue, spec: workload.spec }]
					: [ready];
			const failed = await deployWith(env, {
				commit: { ...newer, id: "ffffff2" },
			}).catch((error: Error) => error.message);
			expect(failed).toContain("now      release 1 runs again");
			expect(failed.includes("are not on record and stay as they are")).toBe(
				isTold,
			);
		}
	});
});

it("the Pods carry no hash where they read no such Secret", async () => {
	const { live, deployWith } = beginReading([ready]);
	await deployWith(one);
	const pods = JSON.parse(
		live.get("Deployment.apps web") as string,
	) as KubeObject;
	expect(findPodTemplate(pods)?.metadata?.annotations).toBeUndefined();
});
