import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatAnnotations } from "../../../dagger/src/report/annotations.js";
import { makeRecord } from "../records.js";
import { deployed } from "./releases.js";

// What GitLab demands of the file: its limits, and nothing but links in lists.
const accepts = new Ajv({ strict: true }).compile({
	type: "object",
	maxProperties: 20,
	propertyNames: { minLength: 1, maxLength: 255 },
	additionalProperties: {
		type: "array",
		maxItems: 1000,
		items: {
			type: "object",
			required: ["external_link"],
			additionalProperties: false,
			properties: {
				external_link: {
					type: "object",
					required: ["label", "url"],
					additionalProperties: false,
					properties: { label: { type: "string" }, url: { type: "string" } },
				},
			},
		},
	},
});

const many = makeRecord({
	by: `https://example.com/${"a".repeat(5000)}`,
	objects: Array.from({ length: 500 }, (_, index) => ({
		apiVersion: "networking.k8s.io/v1",
		kind: "Ingress",
		metadata: { name: `web-${index}` },
		spec: { rules: [{ host: `${index}.${"b".repeat(240)}.example.com` }] },
	})),
});

describe("annotations.json", () => {
	it.each([
		["of a release", deployed],
		["without links", makeRecord({ image: "example.com/web@sha256:00" })],
		["with more links than fit", many],
	])("%s is what GitLab takes", (_, record) => {
		const text = formatAnnotations(record);
		accepts(JSON.parse(text));
		expect(accepts.errors).toBeNull();
		expect(Buffer.byteLength(text)).toBeLessThan(80_000);
	});

	it("links to what the release is about", () => {
		const { "release 12": links } = JSON.parse(formatAnnotations(deployed));
		expect(links).toHaveLength(4);
		expect(links[0]).toEqual({
			external_link: {
				label: "app web.example.com/",
				url: "https://web.example.com/",
			},
		});
	});
});
