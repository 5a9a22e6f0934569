import type { PodTimes, ReleaseRecord, Step } from "../../release/record.js";

/** Something that took time, in seconds since the run began. */
export type Bar = {
	name: string;
	from: number;
	to: number;
	/** When it began to run, if it had to wait for that. */
	start?: number;
	outcome: "done" | "failed" | "open";
};

export type Moment = { name: string; at: number };

export type Timeline = {
	seconds: number;
	steps: Bar[];
	/** From the apply until they were ready, the slowest first. */
	objects: Bar[];
	/** From the moment that they were made, those that are not ready first, then the slowest. */
	pods: Bar[];
	events: Moment[];
};

/** What took less is not to be seen. */
const least = 0.1;

/** When everything in a run happened, as far as its record knows. */
export function makeTimeline(record: ReleaseRecord): Timeline {
	const zero = Date.parse(record.steps[0]?.startedAt ?? "");
	const since = (time = "") => (Date.parse(time) - zero) / 1000;
	const steps = listSteps(record.steps, since);
	const rollout = steps.findLast(({ name }) => name === "rollout");
	const end = steps.at(-1)?.to ?? 0;
	const pods = (record.pods ?? []).flatMap((pod) =>
		makePod(pod, since, rollout?.to ?? end),
	);
	const events = (record.failure?.evidence ?? [])
		.map(({ text, at }) => ({ name: text.split(": ")[0] ?? "", at: since(at) }))
		.filter(({ at }) => at >= 0)
		.sort((a, b) => a.at - b.at);
	const objects = rollout ? listObjects(record, rollout.from) : [];
	const ends = [...steps, ...objects, ...pods].map(({ to }) => to);
	return {
		seconds: Math.max(0, ...ends, ...events.map(({ at }) => at)),
		steps,
		objects: objects.filter(
			({ name }) => !pods.some((pod) => name === `Pod ${pod.name}`),
		),
		pods: pods.sort((a, b) => rank(b) - rank(a)),
		events,
	};
}

function rank({ from, to, outcome }: Bar): number {
	return (outcome === "open" ? 1e9 : 0) + to - from;
}

type Since = (time?: string) => number;

// Of a record without their times, the steps stand one after the other.
function listSteps(steps: readonly Step[], since: Since): Bar[] {
	let end = 0;
	return steps.map(({ name, startedAt, seconds, failed }) => {
		const at = since(startedAt);
		const from = at >= 0 ? at : end;
		end = from + seconds;
		return { name, from, to: end, outcome: failed ? "failed" : "done" };
	});
}

function listObjects({ readySeconds }: ReleaseRecord, from: number): Bar[] {
	return Object.entries(readySeconds)
		.filter(([, seconds]) => seconds >= least)
		.sort(([, a], [, b]) => b - a)
		.map(([name, seconds]) => ({
			name,
			from,
			to: from + seconds,
			outcome: "done",
		}));
}

/** Its bar begins where it was made, or was changed in place; one that the run found as it is has none. */
function makePod(
	{ name, createdAt, startedAt, readyAt }: PodTimes,
	since: Since,
	end: number,
): Bar[] {
	// The cluster tells whole seconds.
	const [created, started, ready] = [createdAt, startedAt, readyAt]
		.map(since)
		.map((at) => (at > -1 ? Math.max(at, 0) : undefined));
	const from = created ?? started;
	if (from === undefined) return [];
	// What is changed in place and has no readiness probe was ready before, and stays so.
	const to = readyAt ? (ready ?? from) : end;
	return [
		{
			name,
			from,
			to: Math.max(from, to),
			...(started !== undefined && started > from && { start: started }),
			outcome: readyAt ? "done" : "open",
		},
	];
}
