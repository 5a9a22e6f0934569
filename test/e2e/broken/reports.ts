import { kubectl } from "../support/lab.js";

type Condition = {
	type: string;
	status: string;
	reason?: string;
	lastTransitionTime: string;
};

type Reporting = {
	kind: string;
	metadata: { name: string; creationTimestamp: string };
	status?: { conditions?: Condition[] };
	reason?: string;
	message?: string;
	firstTimestamp?: string | null;
	eventTime?: string | null;
};

export type Report = { text: string; time: string };

const kinds = "events,pods,deployments,services";

/** When the cluster first said something that matches, in seconds; most of its clocks show whole seconds only. */
export async function firstReport(
	namespace: string,
	pattern: RegExp,
): Promise<{ at: number; resolution: number }> {
	const json = await kubectl("get", kinds, "-n", namespace, "-o", "json");
	const { items } = JSON.parse(json) as { items: Reporting[] };
	const reports = items.flatMap(reportsOf);
	const [first] = reports
		.filter(({ text }) => pattern.test(text))
		.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
	if (!first)
		throw new Error(
			`the cluster never reported ${pattern}, only:\n${reports.map(({ text }) => text).join("\n")}`,
		);
	return {
		at: Date.parse(first.time) / 1000,
		resolution: first.time.includes(".") ? 0 : 1,
	};
}

/** An event as `Reason: message`, a condition as `Type=Status: Reason`, and that an object was made. */
function reportsOf(object: Reporting): Report[] {
	const { kind, metadata, status, reason, message } = object;
	const { firstTimestamp, eventTime } = object;
	const made = metadata.creationTimestamp;
	if (kind === "Event")
		return [
			{
				text: `${reason}: ${message}`,
				time: eventTime ?? firstTimestamp ?? made,
			},
		];
	return [
		{ text: `${kind} ${metadata.name} created`, time: made },
		...(status?.conditions ?? []).map((condition) => ({
			text: `${condition.type}=${condition.status}: ${condition.reason}`,
			time: condition.lastTransitionTime,
		})),
	];
}
