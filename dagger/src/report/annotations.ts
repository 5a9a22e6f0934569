import type { ReleaseRecord } from "../release/record.js";
import { listLinks } from "./links.js";

// GitLab takes 80 KB and 20 lists, each of 1000 entries of exactly this form: app/validators/json_schemas/ci_job_*.json.
const mostLinks = 20;
const mostBytes = 3500;

/** Links on the page of a GitLab job: its `artifacts:reports:annotations`. */
export function formatAnnotations(record: ReleaseRecord): string {
	const links = listLinks(record)
		.map((link) => ({ external_link: link }))
		.filter((link) => Buffer.byteLength(JSON.stringify(link)) <= mostBytes)
		.slice(0, mostLinks);
	const annotations = { [`release ${record.number}`]: links };
	return `${JSON.stringify(annotations, null, "\t")}\n`;
}
