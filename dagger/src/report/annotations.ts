import type { ReleaseRecord } from "../release/record.js";
import { listLinks } from "./links.js";

// GitLab takes 80 KB and 20 lists, each of 1000 entries of exactly this form: app/validators/json_schemas/ci_job_*.json.
const mostLinks = 20;
const longestUrl = 1000;

/** Links on the page of a GitLab job: its `artifacts:reports:annotations`. */
export function formatAnnotations(record: ReleaseRecord): string {
	const links = listLinks(record)
		.filter(({ url }) => url.length <= longestUrl)
		.slice(0, mostLinks);
	const list = links.map((link) => ({ external_link: link }));
	const annotations = { [`release ${record.number}`]: list };
	return `${JSON.stringify(annotations, null, "\t")}\n`;
}
