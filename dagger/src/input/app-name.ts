import { Failure } from "../failures/failure.js";

/** The label that every object of an app carries: one selector finds them all, Pods included. */
export const appLabel = "slipway/app";
/** The label of what may be in no namespace: to the app of which namespace it belongs. */
export const namespaceLabel = "slipway/namespace";
/** The label of what Slipway itself keeps of an app: its lock, and the records of its releases. */
export const stateLabel = "slipway/release-of";

const form = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The name of an app, which its label, its lock and its records bear: as given, or the last part of the image's name made a
 * DNS label.
 */
export function parseAppName(name: string, imageName: string): string {
	if (name !== "" && !form.test(name))
		throw new Failure(
			`--name=${name} is not an app's name: lower-case letters, digits and - between them, at most 63 characters`,
		);
	return name || makeLabel(imageName.slice(imageName.lastIndexOf("/") + 1));
}

function makeLabel(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 63)
		.replace(/^-|-$/g, "");
}
