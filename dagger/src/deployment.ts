import { type Directory, dag, func, object } from "@dagger.io/dagger";
import {
	dotenvOf,
	jsonOf,
	markdownOf,
	type Report,
	textOf,
} from "./verdict/report.js";

/** What a deploy leaves behind when what it applied is ready. */
@object()
export class Deployment {
	/** What a person reads: the verdict, the image, the objects with what happened to each, the seconds of each step. */
	@func()
	text: string;

	/** The image that runs now, as a reference by digest. */
	@func()
	image: string;

	/** report.json, report.md and deploy.env, the variables SLIPWAY_IMAGE, _DIGEST, _TAGS, _NAMESPACE and _CHANGED. */
	@func()
	files: Directory;

	constructor(text: string, image: string, files: Directory) {
		this.text = text;
		this.image = image;
		this.files = files;
	}
}

/** The record of a run in all its forms. */
export function deploymentOf(report: Report): Deployment {
	const files = dag
		.directory()
		.withNewFile("report.json", jsonOf(report))
		.withNewFile("report.md", markdownOf(report))
		.withNewFile("deploy.env", dotenvOf(report));
	return new Deployment(textOf(report), report.image, files);
}
