import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	isGood,
	type ReleaseRecord,
} from "../../../dagger/src/release/record.js";
import { reportFiles } from "../../../dagger/src/report/files.js";
import {
	deployed,
	deploying,
	history,
	rolledBack,
} from "../report/releases.js";
import { readAnnotations } from "./annotations.js";
import { readDotenv } from "./dotenv.js";
import { readJunit } from "./junit.js";
import { readRoot } from "./pipeline.js";

const matchesSchema = new Ajv({ strict: true }).compile(
	JSON.parse(readRoot("docs/report.schema.json")),
);

const job: KubeObject = {
	apiVersion: "batch/v1",
	kind: "Job",
	metadata: { name: "migrate" },
};
const said = (text: string) => ({ label: "now" as const, text });
const { failure } = rolledBack;
if (!failure) throw new Error("what was rolled back has failed");

/** How a run may end. */
const outcomes: Record<string, ReleaseRecord> = {
	deployed,
	superseded: { ...deployed, outcome: "superseded" },
	failed: { ...rolledBack, outcome: "failed", wentBackTo: undefined },
	"failed, as did its way back": {
		...rolledBack,
		outcome: "failed",
		wentBackTo: undefined,
		steps: [
			...deployed.steps.map((step) => ({ ...step, failed: true as const })),
			{ name: "rollback", seconds: 60, failed: true },
		],
		failure: {
			...failure,
			evidence: [said("going back to release 11 failed: it is not there")],
		},
	},
	"rolled back": rolledBack,
	"killed while it deployed": deploying,
	"killed, as the next run saw": {
		...deploying,
		outcome: "failed",
		failure: { what: "its run ended without a verdict", evidence: [] },
	},
	"failed in a Job before the deploy": {
		...rolledBack,
		objects: [job, ...rolledBack.objects],
		steps: [{ name: "pre-deploy", seconds: 3, failed: true }],
		failure: {
			what: "✗ deploy: Job migrate has failed (exit code 1)",
			evidence: [
				said("Job migrate has run, and nothing takes back what it did"),
			],
		},
	},
	"failed before its first step": {
		...rolledBack,
		steps: [],
		objects: [],
		failure: { what: "the cluster cannot be read", evidence: [] },
	},
	promoted: {
		...deployed,
		image: deployed.image.replace("docker.io", "registry.example.com"),
		contentKey: undefined,
		tags: [],
	},
};

/** A record with the same text in all that others may write. */
const filled = (record: ReleaseRecord, text: string): ReleaseRecord => ({
	...record,
	by: text,
	commit: { id: text, time: "2026-11-24T12:02:11+01:00" },
	tags: [text],
	image: `docker.io/${text}@${deployed.image.split("@")[1]}`,
	objects: [...record.objects, ...Array(3).fill(ingress(`/${text}`))],
	...(record.failure && {
		failure: {
			what: `${record.failure.what}: ${text}`,
			evidence: [{ label: "log", text }, said(text)],
			next: text,
		},
	}),
});

function ingress(path: string, host = "web.example.com"): KubeObject {
	const paths = [{ path, pathType: "Prefix" }];
	return {
		apiVersion: "networking.k8s.io/v1",
		kind: "Ingress",
		metadata: { name: "web" },
		spec: { rules: [{ host, http: { paths } }] },
	};
}

const many = (count: number, make: (index: number) => string) =>
	Array.from({ length: count }, (_, index) => make(index));

/** What may be in it. */
const contents: Record<string, (record: ReleaseRecord) => ReleaseRecord> = {
	"as they mostly are": (record) => record,
	"with signs that a shell, XML or Markdown reads": (record) =>
		filled(record, `$HOME \${A} $$ %CI_JOB_ID% " ' \` <b> &amp; ]]> | \\ #`),
	"with several lines": (record) =>
		filled(record, "a\nSLIPWAY_APP=b\r\nc\u2028d"),
	"with control characters": (record) =>
		filled(
			record,
			`${many(32, (index) => String.fromCharCode(index)).join("")}\u007f\u0085`,
		),
	"with what no text has": (record) =>
		filled(record, "\ud800\udfff\ud800\ufffe\uffff"),
	"with characters of four bytes": (record) => filled(record, "😀".repeat(300)),
	"with long texts": (record) => filled(record, "a".repeat(5000)),
	"with long addresses": (record) =>
		filled(record, `https://example.com/${"😀\u0001".repeat(400)}/-/jobs/1`),
	"with nothing in them": (record) => filled(record, ""),
	"with 100 tags": (record) => ({
		...record,
		tags: many(100, (index) => `1.0.${index}-rc`),
	}),
	"with 50 objects more": (record) => ({
		...record,
		objects: [
			...record.objects,
			...many(50, (index) => `${index}.${"b".repeat(240)}.example.com`).map(
				(host) => ingress(`/${"c\u0001".repeat(350)}`, host),
			),
		],
	}),
	"with much evidence": (record) => ({
		...record,
		...(record.failure && {
			failure: {
				...record.failure,
				evidence: many(150, (index) => `${index} ${"<".repeat(500)}`).map(said),
			},
		}),
	}),
};

const filesOf = (record: ReleaseRecord) => {
	const files = reportFiles(record, { namespace: "shop", history });
	return (name: string) => written(files[name]);
};

/** A text as a file has it: in UTF-8, which has no half of a pair. */
const written = (text = "") => Buffer.from(text).toString();

describe.each(Object.entries(contents))(
	"GitLab takes reports %s",
	(_, fill) => {
		it.each(Object.entries(outcomes))("of a run that was %s", (_, outcome) => {
			const record = fill(outcome);
			const read = filesOf(record);

			checkVariables(
				record,
				readDotenv(read("deploy.env"), { CI_JOB_ID: "4711" }),
			);
			expect([...readAnnotations(read("annotations.json")).keys()]).toEqual([
				`release ${record.number}`,
			]);
			const hasFailed = readJunit(read("junit.xml")).some(
				({ status }) => status === "failed",
			);
			expect(hasFailed).toBe(!isGood(record));
			matchesSchema(JSON.parse(read("report.json")));
			expect(matchesSchema.errors).toBeNull();
			expect(read("report.md")).not.toMatch(/[^\n\t\P{Cc}]/u);
		});
	},
);

/** Each is whole, or not there at all. */
function checkVariables(
	{ outcome, image, commit, tags }: ReleaseRecord,
	variables: Map<string, string>,
): void {
	const plain = (text?: string) =>
		written(text)
			.replace(/[\s\p{Cc}]+/gu, " ")
			.trim();
	expect(variables.get("SLIPWAY_OUTCOME")).toBe(outcome);
	expect([undefined, plain(image)]).toContain(variables.get("SLIPWAY_IMAGE"));
	expect([undefined, plain(commit?.id)]).toContain(
		variables.get("SLIPWAY_COMMIT"),
	);
	expect([undefined, plain(tags.join(","))]).toContain(
		variables.get("SLIPWAY_TAGS"),
	);
	// app/models/environment.rb
	expect(variables.get("SLIPWAY_URL")?.length ?? 0).toBeLessThanOrEqual(255);
}

it("GitLab knows a case again in the next release", () => {
	const namesIn = (record: ReleaseRecord) =>
		readJunit(filesOf(record)("junit.xml")).map(
			({ suite, classname, name }) => [suite, classname, name],
		);
	expect(namesIn({ ...deployed, number: 13 })).toEqual(namesIn(deployed));
});
