import { Ajv } from "ajv";
import { expect } from "vitest";

const mostBytes = 80 * 1024;

// app/services/ci/parse_annotations_artifact_service.rb, app/models/ci/job_annotation.rb and
// app/validators/json_schemas/ci_job_*.json; a link has both of its fields, which GitLab does not demand.
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

type Link = { label: string; url: string };

/** An annotations report as GitLab takes it: the links of each list. */
export function readAnnotations(file: string): Map<string, Link[]> {
	expect(Buffer.byteLength(file)).toBeLessThanOrEqual(mostBytes);
	const lists = JSON.parse(file);
	accepts(lists);
	expect(accepts.errors).toBeNull();
	return new Map(
		Object.entries<{ external_link: Link }[]>(lists).map(([name, links]) => [
			name,
			links.map(({ external_link: link }) => link),
		]),
	);
}
