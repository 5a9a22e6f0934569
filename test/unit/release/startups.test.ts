import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import { listStartups } from "../../../dagger/src/release/startups.js";
import { makeRecord } from "../records.js";

const name = "Deployment web";
const web = (replicas: number): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web" },
	spec: { replicas },
});
const release = (seconds: number, more: Partial<ReleaseRecord> = {}) =>
	makeRecord({
		objects: [web(2)],
		changes: { [name]: "configured" },
		readySeconds: { [name]: seconds },
		...more,
	});

describe("how long an object took to start", () => {
	it.each<[string, ReleaseRecord[], number | undefined]>([
		["is not known before the first release", [], undefined],
		["is known from a release", [release(40)], 40],
		["is the longest of several", [release(90), release(40)], 90],
		[
			"is not told by a release that left it unchanged",
			[release(90), release(0, { changes: { [name]: "unchanged" } })],
			90,
		],
		[
			"is not told by a release that had no Pods of it",
			[release(1, { objects: [web(0)] })],
			undefined,
		],
		[
			"is not told by a release that failed",
			[release(300, { outcome: "rolled back" })],
			undefined,
		],
	])("%s", (_, records, seconds) => {
		expect(listStartups(records)[name]).toBe(seconds);
	});
});
