import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../../dagger/src/report/json.js";
import { readRoot } from "../gitlab/pipeline.js";
import { makeRecord } from "../records.js";
import * as samples from "./page/samples.js";
import { deployed, deploying, history, rolledBack } from "./releases.js";

const accepts = new Ajv({ strict: true }).compile(
	JSON.parse(readRoot("docs/report.schema.json")),
);

const reportOf = (
	...[record, past = history]: [typeof deployed, typeof history?]
) => JSON.parse(formatJson(record, "shop", past));

describe("report.json", () => {
	it.each([
		["a release that is deployed", deployed],
		["one that was rolled back", rolledBack],
		["one that was killed", deploying],
		["one that failed", { ...rolledBack, outcome: "failed" as const }],
		["one that knows little", makeRecord()],
		["one with times", samples.deployed],
		["one that failed with times", samples.rolledBack],
	])("of %s is as its schema has it", (_, record) => {
		accepts(reportOf(record));
		expect(accepts.errors).toBeNull();
	});

	it.each([
		{ version: 2 },
		{ outcome: "ready" },
		{ surprise: 1 },
		{ image: "docker.io/alice/web:latest" },
		{ objects: [{ kind: "Pod" }] },
		{ changes: { "Pod web": "lost" } },
		{ pods: [{ name: "web", readyAt: "soon" }] },
	])("%j breaks the schema", (broken) => {
		expect(accepts({ ...reportOf(deployed), ...broken })).toBe(false);
	});

	it("tells the release, its objects by name, and the others", () => {
		expect(reportOf(rolledBack, [rolledBack, ...history])).toMatchObject({
			version: 1,
			app: "web",
			namespace: "shop",
			number: 12,
			outcome: "rolled back",
			wentBackTo: 11,
			failure: rolledBack.failure,
			history: [{ number: 11 }, { number: 10 }],
		});
		expect(reportOf(deployed).objects).toContainEqual({
			apiVersion: "apps/v1",
			kind: "Deployment",
			name: "web",
			readySeconds: 11.5,
		});
	});
});
