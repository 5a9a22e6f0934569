import { describe, expect, it } from "vitest";
import {
	applyTimesTemplate,
	type Change,
	findChanges,
	parseApplyTimes,
} from "../../../dagger/src/cluster/apply-times.js";

// As kubectl prints it with the template; the last object was made by another.
const before = `Pod web 79a4f84e-093e-45f2-ad14-4a11ddf66afc 2026-11-23T08:30:22Z
Job.batch/v1 web a09adcaa-a503-4555-8f03-cae7bea88c1d 2026-11-23T08:30:22Z
Service web f59cecc0-7371-4fda-b2ad-abaf59d23437 2026-11-23T08:30:22Z
ConfigMap web d822b148-fda5-4000-a3e5-73286957697f 
`;
const after = `Pod web 79a4f84e-093e-45f2-ad14-4a11ddf66afc 2026-11-23T08:30:22Z
Job.batch/v1 web 0d1d7c33-41e5-49f1-8e5b-1ff6f7e1a0f7 2026-11-23T08:41:07Z
Service web f59cecc0-7371-4fda-b2ad-abaf59d23437 2026-11-23T08:41:07Z
ConfigMap web d822b148-fda5-4000-a3e5-73286957697f 2026-11-23T08:41:07Z
Secret web e8fb77fa-4de3-4ad3-b167-d654c9fb9b08 2026-11-23T08:41:07Z
`;

describe("apply times", () => {
	it("knows uid and time by kind and name", () => {
		expect(parseApplyTimes(before)).toEqual(
			new Map([
				[
					"Pod web",
					{
						uid: "79a4f84e-093e-45f2-ad14-4a11ddf66afc",
						time: "2026-11-23T08:30:22Z",
					},
				],
				[
					"Job.batch web",
					{
						uid: "a09adcaa-a503-4555-8f03-cae7bea88c1d",
						time: "2026-11-23T08:30:22Z",
					},
				],
				[
					"Service web",
					{
						uid: "f59cecc0-7371-4fda-b2ad-abaf59d23437",
						time: "2026-11-23T08:30:22Z",
					},
				],
				[
					"ConfigMap web",
					{ uid: "d822b148-fda5-4000-a3e5-73286957697f", time: "" },
				],
			]),
		);
	});

	it("is empty where nothing was", () => {
		expect(parseApplyTimes("")).toEqual(new Map());
	});

	it("prints no value of any object", () => {
		const fields = [...applyTimesTemplate().matchAll(/\{\{[^}]*\}\}/g)]
			.flatMap(([action]) => action.match(/(?<=[\s{(])\.[\w.]+/g) ?? [])
			.sort();
		expect([...new Set(fields)]).toEqual([
			".apiVersion",
			".items",
			".kind",
			".manager",
			".metadata.managedFields",
			".metadata.name",
			".metadata.uid",
			".operation",
			".time",
		]);
	});

	it("asks for the changes of slipway's apply", () => {
		expect(applyTimesTemplate()).toContain(
			'(eq .manager "slipway") (eq .operation "Apply")',
		);
	});
});

describe("the change", () => {
	it.each<[string, Change]>([
		["Secret", "created"],
		["Pod", "unchanged"],
		["Service", "configured"],
		["ConfigMap", "configured"],
		["Job", "recreated"],
	])("to the %s: %s", (kind, expected) => {
		const apiVersion = kind === "Job" ? "batch/v1" : "v1";
		const object = { apiVersion, kind, metadata: { name: "web" } };
		const changes = findChanges(
			[object],
			parseApplyTimes(before),
			parseApplyTimes(after),
		);
		expect(changes.get(object)).toBe(expected);
	});

	it("to one of two kinds of the same name is told from that to the other", () => {
		const versions = ["networking.istio.io/v1", "gateway.networking.k8s.io/v1"];
		const gateways = versions.map((apiVersion) => ({
			apiVersion,
			kind: "Gateway",
			metadata: { name: "web" },
		}));
		const read = (time: string) =>
			parseApplyTimes(
				`Gateway.networking.istio.io/v1 web 1 ${time}\nGateway.gateway.networking.k8s.io/v1 web 2 then\n`,
			);
		const changes = findChanges(gateways, read("then"), read("now"));
		expect([...changes.values()]).toEqual(["configured", "unchanged"]);
	});
});
