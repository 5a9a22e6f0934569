import { expect, it } from "vitest";
import { listPodTimes } from "../../../dagger/src/release/pods.js";
import { load, verdict } from "../health/fixture.js";

function timesOf(name: string) {
	const fixture = load(name);
	const { object, others } = fixture;
	return listPodTimes({
		outcome: "ready",
		health: new Map([[object, verdict(fixture)]]),
		snapshot: [object, ...others],
		seconds: 0,
		readyAfter: new Map(),
	}).map(({ name, ...times }) => ({
		name,
		...Object.fromEntries(
			Object.entries(times).filter(([, time]) => time !== undefined),
		),
	}));
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

it.each<[string, string[]]>([
	["deployment/ready.ready", ["createdAt", "startedAt", "readyAt"]],
	["pod/ready.ready", ["createdAt", "startedAt", "readyAt"]],
	["pod/crash-loop.progressing", ["createdAt", "startedAt"]],
	["pod/secret-missing.progressing", ["createdAt"]],
	["pod/completed.ready", ["createdAt", "startedAt", "readyAt"]],
	["job/failed.failed", ["createdAt", "startedAt"]],
])("of %s are known: %j", (name, known) => {
	const pods = timesOf(name);
	expect(pods.length).toBeGreaterThan(0);
	for (const pod of pods)
		expect(pod).toEqual({
			name: expect.stringMatching(/^app/),
			...Object.fromEntries(known.map((one) => [one, time])),
		});
});

it("are none of what has no Pods", () => {
	expect(timesOf("service/ready.ready")).toEqual([]);
});
