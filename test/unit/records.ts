import type { ReleaseRecord } from "../../dagger/src/release/record.js";

const digest = (number: number) =>
	`sha256:${number.toString(16).padStart(2, "0").repeat(32)}`;

/** A record with as much in it as a test wants to say. */
export function makeRecord(given: Partial<ReleaseRecord> = {}): ReleaseRecord {
	const { number = 1 } = given;
	return {
		version: 1,
		app: "web",
		number,
		outcome: "superseded",
		image: `docker.io/alice/web@${digest(number)}`,
		tags: ["latest"],
		by: "alice",
		startedAt: "2026-11-24T11:24:05.000Z",
		steps: [],
		readySeconds: {},
		objects: [],
		...given,
	};
}

/** The history of an app, from release 1 on. */
export function makeHistory(
	...outcomes: ReleaseRecord["outcome"][]
): ReleaseRecord[] {
	return outcomes.map((outcome, index) =>
		makeRecord({ number: index + 1, outcome }),
	);
}
