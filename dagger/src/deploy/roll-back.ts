import type { World } from "../cluster/world.js";
import { Failure } from "../failures/failure.js";
import {
	findBefore,
	findBroken,
	findLiveRelease,
	findTarget,
} from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import { readRecords } from "../release/store.js";
import type { DeployOptions } from "./context.js";
import { deployRecorded } from "./deploy.js";

/** Deploys a former release of an app again, from its record. */
export async function rollBackTo(
	world: World,
	options: Omit<DeployOptions, "commit" | "tags" | "allowOlder">,
	to = "",
): Promise<string> {
	const records = await readRecords(world.cluster, options.app);
	const target =
		to === "" ? findFormer(records, options.app) : findTarget(records, to);
	world.print(`going back to release ${target.number}`);
	return deployRecorded(world, options, target, findLiveRelease(records));
}

/** The last release that ran well before the one that runs. */
export function findFormer(
	records: ReleaseRecord[],
	app: string,
): ReleaseRecord {
	const running = findBroken(records) ?? findLiveRelease(records);
	const former = running && findBefore(records, running);
	if (former) return former;
	throw new Failure(
		`there is no way back: ${running ? `before release ${running.number} of ${app} none is on record that ran well` : `no release of ${app} is on record`}`,
		{ next: "deploy the commit that you want" },
	);
}
