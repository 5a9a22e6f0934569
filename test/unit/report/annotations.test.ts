import { describe, expect, it } from "vitest";
import { formatAnnotations } from "../../../dagger/src/report/annotations.js";
import { readAnnotations } from "../gitlab/annotations.js";
import { makeRecord } from "../records.js";
import { deployed } from "./releases.js";

const linksOf = (record: typeof deployed) =>
	readAnnotations(formatAnnotations(record)).get(`release ${record.number}`);

describe("annotations.json", () => {
	it("links to what the release is about", () => {
		expect(linksOf(deployed)).toHaveLength(4);
		expect(linksOf(deployed)?.[0]).toEqual({
			label: "app web.example.com/",
			url: "https://web.example.com/",
		});
	});

	it("is there without links too", () => {
		const image = "example.com/web@sha256:00";
		expect(linksOf(makeRecord({ image }))).toEqual([]);
	});

	it("has the links that fit", () => {
		const objects = Array.from({ length: 500 }, (_, index) => ({
			apiVersion: "networking.k8s.io/v1",
			kind: "Ingress",
			metadata: { name: `web-${index}` },
			spec: { rules: [{ host: `${index}.example.com` }] },
		}));
		const by = `https://example.com/${"a".repeat(5000)}`;
		expect(linksOf(makeRecord({ by, objects }))).toHaveLength(20);
		expect(linksOf(makeRecord({ by }))).toEqual([
			expect.objectContaining({ label: "image alice/web" }),
		]);
	});
});
