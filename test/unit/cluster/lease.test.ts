import { describe, expect, it } from "vitest";
import {
	acquireRequest,
	formatHolder,
	isHeld,
	type Lease,
	leaseSeconds,
	parseLease,
	releaseRequest,
	renewRequest,
} from "../../../dagger/src/cluster/lease.js";
import { parseState } from "../../../dagger/src/cluster/state.js";

const now = Date.parse("2026-11-23T14:02:11.500Z") / 1000;

/** The Lease that a first deploy makes, with what the cluster adds to it. */
function made(): Lease {
	const [[call], { stdin = "" }] = acquireRequest(
		"web",
		"alice",
		undefined,
		now,
	);
	expect(call).toEqual(["create", "--filename=-", "--output=json"]);
	const lease = JSON.parse(stdin) as Lease;
	return { ...lease, metadata: { ...lease.metadata, resourceVersion: "7" } };
}

function bodyOf(call: string[] | undefined) {
	const flag = call?.find((argument) => argument.startsWith("--patch="));
	return JSON.parse(flag?.slice("--patch=".length) ?? "null");
}

describe("a lease", () => {
	it("is made with its holder, and belongs to the app", () => {
		expect(made()).toMatchObject({
			apiVersion: "coordination.k8s.io/v1",
			kind: "Lease",
			metadata: { name: "slipway-web", labels: { "slipway/app": "web" } },
			spec: {
				holderIdentity: "alice",
				acquireTime: "2026-11-23T14:02:11.500000Z",
				renewTime: "2026-11-23T14:02:11.500000Z",
				leaseDurationSeconds: leaseSeconds,
			},
		});
	});

	it("is taken over only as it was seen", () => {
		const [[call], files] = acquireRequest("web", "bob", made(), now + 100);
		expect(call?.slice(0, 3)).toEqual([
			"patch",
			"lease.coordination.k8s.io",
			"slipway-web",
		]);
		expect(bodyOf(call)).toMatchObject({
			metadata: { resourceVersion: "7" },
			spec: { holderIdentity: "bob" },
		});
		expect(files).toEqual({});
	});

	it.each([
		["just acquired", 0, true],
		["renewed in time", leaseSeconds - 1, true],
		["not renewed while somebody looked", leaseSeconds, false],
	])("is held or not, by our own clock: %s", (_, seenFor, held) => {
		expect(isHeld(made(), seenFor)).toBe(held);
	});

	it("is held whatever the clock of its holder says", () => {
		const lease = made();
		lease.spec.renewTime = "2020-01-01T00:00:00.000000Z";
		expect(isHeld(lease, 0)).toBe(true);
	});

	it("is nobody's when it was released, or never made", () => {
		const lease = made();
		const given = { ...lease, spec: { ...lease.spec, holderIdentity: "" } };
		expect(isHeld(given, 0)).toBe(false);
		expect(isHeld(undefined, 0)).toBe(false);
	});

	it("runs out by its own duration", () => {
		const lease = made();
		lease.spec.leaseDurationSeconds = 5;
		expect(isHeld(lease, 4)).toBe(true);
		expect(isHeld(lease, 5)).toBe(false);
	});

	it("is renewed and released as the version that was seen", () => {
		const lease = made();
		expect(bodyOf(renewRequest(lease, now)).metadata).toEqual({
			resourceVersion: "7",
		});
		expect(bodyOf(releaseRequest(lease))).toEqual({
			metadata: { resourceVersion: "7" },
			spec: { holderIdentity: "" },
		});
	});

	it("is read together with the records of releases", () => {
		const record = { kind: "Secret", metadata: { name: "slipway.web.v1" } };
		const items = [record, made()];
		expect(parseState(JSON.stringify({ items }))).toEqual({
			lease: made(),
			records: [record],
		});
		expect(parseState('{"items":[]}')).toEqual({ records: [] });
	});

	it("is told by its holder", () => {
		expect(formatHolder(made())).toBe("alice, since 2026-11-23T14:02:11Z");
	});

	it("is read from what kubectl prints, which may be nothing", () => {
		expect(parseLease("\n")).toBeUndefined();
		expect(parseLease(JSON.stringify(made()))?.spec.holderIdentity).toBe(
			"alice",
		);
	});
});
