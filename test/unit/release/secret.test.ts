import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import {
	decodeRecord,
	encodeRecord,
} from "../../../dagger/src/release/secret.js";
import { withMessage } from "../message.js";
import { makeRecord } from "../records.js";

const text = fc.string({ unit: "binary" });
const time = fc
	.date({ noInvalidDate: true, min: new Date(0) })
	.map((date) => date.toISOString());
const object: fc.Arbitrary<KubeObject> = fc.record(
	{
		apiVersion: text,
		kind: text,
		metadata: fc.record({ name: text }),
		spec: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
	},
	{ requiredKeys: ["apiVersion", "kind", "metadata"] },
);
const record: fc.Arbitrary<ReleaseRecord> = fc.record(
	{
		version: fc.constant(1 as const),
		app: text,
		number: fc.nat(),
		outcome: fc.constantFrom("deploying", "deployed", "failed", "rolled back"),
		image: text,
		tags: fc.array(text),
		contentKey: text,
		commit: fc.record({ id: text, time }),
		by: text,
		startedAt: time,
		endedAt: time,
		steps: fc.array(fc.record({ name: text, seconds: fc.nat() })),
		readySeconds: fc.dictionary(text, fc.nat(), { noNullPrototype: true }),
		objects: fc.array(object),
		failure: fc.record({
			what: text,
			evidence: fc.array(
				fc.record({ label: fc.constantFrom("log", "now"), text }),
			),
		}),
		wentBackTo: fc.nat(),
	},
	{
		requiredKeys: [
			...([
				"version",
				"app",
				"number",
				"outcome",
				"image",
				"tags",
				"by",
			] as const),
			...(["startedAt", "steps", "readySeconds", "objects"] as const),
		],
	},
);

const secretOf = (
	content: string,
): KubeObject & { data: { release: string } } => ({
	...encodeRecord(makeRecord({ number: 12 })),
	data: { release: gzipSync(content).toString("base64") },
});

describe("a record", () => {
	it("comes out of its Secret as it went in", () => {
		fc.assert(
			fc.property(record, (one) => {
				expect(decodeRecord(encodeRecord(one))).toEqual(one);
				expect(encodeRecord(one)).toEqual(encodeRecord(one));
			}),
		);
	});

	it("is a Secret of a type of its own", () => {
		expect(encodeRecord(makeRecord({ number: 12 }))).toEqual({
			apiVersion: "v1",
			kind: "Secret",
			metadata: {
				name: "slipway.web.v12",
				labels: {
					"slipway/release-of": "web",
					"slipway/release": "12",
					"slipway/outcome": "superseded",
				},
			},
			type: "slipway/release",
			data: { release: expect.stringMatching(/^H4sIAAAAAAAA/) },
		});
	});

	it("of a newer Slipway is told from a broken one", () => {
		expect(() => decodeRecord(secretOf('{"version":2}'))).toThrow(
			withMessage(
				[
					"Secret slipway.web.v12 was written by a newer Slipway: it is a record of version 2, and this Slipway reads version 1",
					"  next     use the Slipway that wrote it, or a newer one",
				].join("\n"),
			),
		);
	});

	it.each<[string, KubeObject & { data?: Record<string, string> }, RegExp]>([
		["without data", { ...secretOf(""), data: undefined }, /end of file/],
		[
			"of no gzip",
			{ ...secretOf(""), data: { release: "eA==" } },
			/header|end/,
		],
		["of no JSON", secretOf("version 1"), /JSON/],
		["of null", secretOf("null"), /null/],
		["without a version", secretOf("{}"), /it has no version/],
	])("%s is refused", (_, secret, reason) => {
		expect(() => decodeRecord(secret)).toThrow(
			/^Secret slipway\.web\.v12 is not the record of a release\n/,
		);
		expect(() => decodeRecord(secret)).toThrow(reason);
		expect(() => decodeRecord(secret)).toThrow(
			/next {5}somebody has changed it: delete it with kubectl delete secret slipway\.web\.v12; its release cannot be rolled back to$/,
		);
	});
});

/** Text that hardly compresses, the same each time. */
const noise = (seed: string, characters: number) =>
	Array.from({ length: Math.ceil(characters / 64) }, (_, index) =>
		createHash("sha256").update(`${seed} ${index}`).digest("hex"),
	)
		.join("")
		.slice(0, characters);

const configMap = (name: string, characters: number): KubeObject =>
	({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name },
		data: { file: noise(name, characters) },
	}) as KubeObject;

describe("the size of a record", () => {
	it("that would not fit is refused, with the objects that make it so", () => {
		const objects = [
			configMap("small", 100),
			configMap("large", 1_500_000),
			configMap("larger", 1_600_000),
		];
		const encode = () => encodeRecord(makeRecord({ number: 12, objects }));
		expect(encode).toThrow(
			/^release 12 of web cannot be recorded: compressed, its record has 1[67]\d{5} bytes, and a Secret holds 1048576\n {2}message {2}ConfigMap larger has 8\d{5} bytes of them\n {2}message {2}ConfigMap large has 8\d{5} bytes/,
		);
		expect(encode).toThrow(
			/next {5}put large files into the image or on a volume, not into the manifests$/,
		);
	});

	it("of 50 objects is small", () => {
		const objects = Array.from({ length: 10 }, (_, index) => [
			...makeService(`service-${index}`),
			configMap(`service-${index}-config`, 2000),
		]).flat();
		const secret = encodeRecord(
			makeRecord({
				objects,
				steps: [{ name: "wait", seconds: 12.34 }],
				failure: {
					what: "✗ deploy: Pod web cannot keep its container running",
					evidence: Array.from({ length: 100 }, (_, index) => ({
						label: "log",
						text: noise(`log ${index}`, 100),
					})),
				},
			}),
		);
		const bytes = Buffer.from(secret.data.release, "base64").length;
		console.log(
			`a record of ${objects.length} objects: ${JSON.stringify(objects).length} bytes of JSON, ${bytes} in its Secret`,
		);
		expect(objects).toHaveLength(50);
		expect(bytes).toBeLessThan(100_000);
	});
});

function makeService(name: string): KubeObject[] {
	const labels = { app: name, "slipway/app": "web" };
	const metadata = { name, namespace: "shop", labels };
	const probe = { httpGet: { path: "/healthz", port: 8000 }, periodSeconds: 5 };
	const container = {
		name: "main",
		image: `docker.io/alice/${name}@sha256:${noise(name, 64)}`,
		env: Array.from({ length: 15 }, (_, index) => ({
			name: `SETTING_${index}`,
			value: noise(`${name} ${index}`, 24),
		})),
		envFrom: [{ configMapRef: { name: `${name}-config` } }],
		ports: [{ containerPort: 8000 }],
		readinessProbe: probe,
		livenessProbe: probe,
		resources: { requests: { cpu: "100m", memory: "128Mi" } },
	};
	const template = { metadata: { labels }, spec: { containers: [container] } };
	const selector = { matchLabels: labels };
	const v1 = (apiVersion: string, kind: string, spec: unknown) => ({
		apiVersion,
		kind,
		metadata,
		spec,
	});
	return [
		v1("apps/v1", "Deployment", { replicas: 2, selector, template }),
		v1("v1", "Service", { selector: labels, ports: [{ port: 80 }] }),
		v1("v1", "ServiceAccount", undefined),
		v1("networking.k8s.io/v1", "Ingress", {
			rules: [{ host: `${name}.example.com`, http: { paths: [] } }],
		}),
	];
}
