import { describe, expect, it } from "vitest";
import { plan } from "../../../dagger/src/deploy/plan.js";
import { removeApp } from "../../../dagger/src/deploy/remove-app.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import { encodeRecord } from "../../../dagger/src/release/secret.js";
import { load } from "../health/fixture.js";
import { makeRecord } from "../records.js";
import { releaseOf } from "../release.js";
import {
	begin,
	deployment,
	image,
	putOnRecord,
	ready,
	starting,
} from "./app.js";

describe("a deploy with another pull secret than before", () => {
	const { object, others } = load("pod/image-wrong-password.failed");
	const { object: ready } = load("pod/ready.ready");
	const pod: KubeObject = {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "app", labels: { "slipway/app": "web" } },
		spec: object.spec,
	};

	/** The Pod's image was refused at 08:59:45, when the pull secret was of an earlier second. */
	const beginAt = (time: string) => {
		const begun = begin([pod]);
		const { cluster } = begun;
		cluster.replies.apply = () =>
			`Secret pull 1 ${time}\nPod app 2 2026-11-23T08:59:44Z\n`;
		let polls = 0;
		cluster.live = () => [++polls < 4 ? object : ready];
		cluster.replies.events = () => JSON.stringify({ items: others });
		return begun;
	};

	it("does not fail for what a registry said to the former one", async () => {
		const { run, lines } = beginAt("2026-11-23T09:00:00Z");
		expect(await run()).toMatch(/^✓ deployed/);
		expect(lines.join("\n")).toContain("with the new pull secret");
	});

	it("fails at once where it said so to this one", async () => {
		const { fail } = beginAt("2026-11-23T08:59:44Z");
		expect(await fail()).toMatch(
			/^✗ deploy: Pod app cannot pull its image: the registry refuses the pull secret/,
		);
	});
});

/** The Deployment as it is applied where it pulls by some secrets. */
const pulling = (...names: string[]): KubeObject => ({
	...deployment,
	spec: {
		template: {
			spec: { imagePullSecrets: names.map((name) => ({ name })) },
		},
	},
});

/** An app whose last release pulled by a secret, and what is deleted of it from now on. */
function beginWith(found: string, record: Partial<ReleaseRecord> = {}) {
	const begun = begin();
	const { cluster } = begun;
	putOnRecord(cluster, { objects: [pulling("dockerhub-secret")], ...record });
	cluster.replies["find pull secrets"] = () => found;
	const deleted: string[] = [];
	cluster.replies.delete = (call) => {
		deleted.push(...call.filter((word) => /^secret\//.test(word)));
		return "";
	};
	return { ...begun, deleted };
}

const own =
	"Secret dockerhub-secret 1 2026-11-23T08:00:00Z web docker.io/alice\n";
const none = { secretName: undefined };

/** Another app of the namespace, by the record of its last release. */
const other = (...names: string[]) =>
	encodeRecord(
		makeRecord({
			app: "shop",
			outcome: "deployed",
			objects: [pulling(...names)],
		}),
	);

describe("the pull secret that an app made, and does not pull by any more", () => {
	it("is deleted, and told by the plan before", async () => {
		const { run, deleted, lines, world, source, options } = beginWith(own);
		expect(await plan(world, source, { ...options, ...none })).toContain(
			"would delete Secret dockerhub-secret",
		);
		expect(deleted).toEqual([]);
		expect(await run(none)).toContain("Secret dockerhub-secret deleted");
		expect(deleted).toEqual(["secret/dockerhub-secret"]);
		expect(lines).toContain("  Secret dockerhub-secret deleted");
	});

	it.each<[string, string, Partial<ReleaseRecord>?, string?]>([
		["another app's", own.replace(" web ", " shop ")],
		["no field manager's of ours", own.replace(/ \S+Z /, "  ")],
		["not made by a deploy", own.replace(" docker.io/alice", "")],
		["gone", ""],
		["not on record", own, { objects: [deployment] }],
		["still named by its manifests", own, {}, "dockerhub-secret"],
	])("stays where it is %s", async (_, found, record, named) => {
		const { run, deleted, source } = beginWith(found, record);
		if (named) {
			const { release } = source;
			source.release = (...all) => ({
				...release(...all),
				objects: [pulling(named)],
			});
		}
		await run(none);
		expect(deleted).toEqual([]);
	});

	it("is deleted after a failure, too, if that deploy brought it", async () => {
		const both = own + own.replace("dockerhub-secret", "web-pull");
		const { cluster, fail, source, deleted } = beginWith(both);
		source.release = () => releaseOf([pulling("web-pull")], image);
		cluster.live = () => [cluster.count("apply") > 1 ? ready : starting];
		expect(await fail({ timeout: 5 })).toContain("release 1 runs again");
		expect(deleted).toEqual(["secret/web-pull"]);
	});

	it("stays where it is annotated so", async () => {
		const { run, deleted, lines } = beginWith(
			own.replace("\n", " keep=true\n"),
		);
		await run(none);
		expect(deleted).toEqual([]);
		expect(lines).toContain(
			'  Secret dockerhub-secret is kept: it is annotated slipway/keep: "true"',
		);
	});
});

describe("a removal", () => {
	const removal = async (items: KubeObject[], found = own) => {
		const { cluster, world, options, deleted } = beginWith(found);
		cluster.replies["read other apps"] = () => JSON.stringify({ items });
		return {
			text: await removeApp(world, {
				...options,
				deleteData: false,
				deleteNamespace: false,
			}),
			deleted,
		};
	};

	it.each([
		["of the only app", []],
		["beside an app that pulls by another", [other("shop-pull")]],
		["beside an app that needs none", [other()]],
	])("%s deletes the pull secret", async (_, items) => {
		const { text, deleted } = await removal(items);
		expect(text).toContain("object   Secret dockerhub-secret deleted");
		expect(deleted).toEqual(["secret/dockerhub-secret"]);
	});

	it("keeps one by which another app pulls", async () => {
		const { text, deleted } = await removal([other("dockerhub-secret", "b")]);
		expect(text).toContain(
			"object   Secret dockerhub-secret kept: shop pulls by it",
		);
		expect(deleted).toEqual([]);
	});

	it("keeps it where it is not known how another app pulls", async () => {
		const broken = { ...other(), data: { release: "?" } };
		const { text, deleted } = await removal([broken]);
		expect(text).toContain("kept: shop may pull by it");
		expect(deleted).toEqual([]);
	});
});
