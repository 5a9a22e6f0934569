import { stateLabel } from "../input/app-name.js";
import type { ReleaseRecord } from "./record.js";

/** How the Secret of a release is named. An app's name has no dot, so that no two apps share one. */
export function recordName({
	app,
	number,
}: Pick<ReleaseRecord, "app" | "number">): string {
	return `slipway.${app}.v${number}`;
}

/** Selects the records of other apps, without those that certainly do not run. */
export function otherAppsSelector(app: string): string {
	return `${stateLabel},${stateLabel}!=${app},${outcomeLabel} notin (superseded,rolled-back)`;
}

const outcomeLabel = "slipway/outcome";

/**
 * The labels of a record: not the one of the app's own objects, which would make the record one of them. A label has no
 * space.
 */
export function recordLabels({
	app,
	number,
	outcome,
}: ReleaseRecord): Record<string, string> {
	return {
		[stateLabel]: app,
		"slipway/release": String(number),
		[outcomeLabel]: outcome.replace(" ", "-"),
	};
}
