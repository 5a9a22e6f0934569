import type { KubeObject } from "../../../../dagger/src/kubernetes/object.js";
import type { ReleaseRecord } from "../../../../dagger/src/release/record.js";
import { makeRecord } from "../../records.js";

const start = Date.parse("2026-11-24T11:24:05.000Z");
const after = (seconds: number) =>
	new Date(start + seconds * 1000).toISOString();

/** Steps one after the other. */
function stepsOf(...given: [string, number, boolean?][]) {
	let at = 0;
	return given.map(([name, seconds, failed]) => {
		const startedAt = after(at);
		at += seconds + 0.1;
		return { name, startedAt, seconds, ...(failed && ({ failed } as const)) };
	});
}

const object = (
	apiVersion: string,
	kind: string,
	name: string,
): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name },
});

const common: Partial<ReleaseRecord> = {
	app: "shop",
	number: 12,
	commit: { id: "4f1c2ab93d", time: "2026-11-24T12:02:11+01:00" },
	by: "https://gitlab.example.com/shop/web/-/jobs/4711",
	tags: ["1.4.2", "latest"],
	contentKey: "k7f3q9w2m4x8",
	startedAt: after(8),
	endedAt: after(24),
	objects: [
		object("v1", "ConfigMap", "shop"),
		object("apps/v1", "Deployment", "shop"),
		object("apps/v1", "Deployment", "worker"),
		object("v1", "Service", "shop"),
	],
};

export const deployed = makeRecord({
	...common,
	outcome: "deployed",
	steps: stepsOf(
		["preflight", 0.4],
		["build", 5.2],
		["push", 1.1],
		["dry-run", 0.4],
		["apply", 1.1],
		["rollout", 12.3],
	),
	readySeconds: {
		"ConfigMap shop": 0.01,
		"Deployment shop": 8.2,
		"Deployment worker": 12.2,
		"Service shop": 8.2,
	},
	changes: {
		"Secret dockerhub-secret": "created",
		"ConfigMap shop": "unchanged",
		"Deployment shop": "configured",
		"Deployment worker": "created",
		"Service shop": "unchanged",
		"ConfigMap former": "deleted",
	},
	pods: [
		{
			name: "shop-6d4cf56db6-x2v7k",
			createdAt: after(9),
			startedAt: after(11),
			readyAt: after(16),
		},
		{
			name: "worker-7f9b8c6d5-9qk2p",
			createdAt: after(9),
			startedAt: after(14),
			readyAt: after(20),
		},
	],
});

export const rolledBack = makeRecord({
	...common,
	outcome: "rolled back",
	wentBackTo: 11,
	steps: stepsOf(
		["preflight", 0.4],
		["build", 5.2],
		["push", 1.1],
		["dry-run", 0.4],
		["apply", 1.1],
		["rollout", 14.3, true],
		["rollback", 3.9],
	),
	readySeconds: { "Deployment worker": 9.1 },
	changes: {
		"ConfigMap shop": "unchanged",
		"Deployment shop": "configured",
		"Deployment worker": "configured",
		"Service shop": "unchanged",
	},
	pods: [
		{
			name: "shop-6d4cf56db6-x2v7k",
			createdAt: after(9),
			startedAt: after(19),
		},
		{
			name: "worker-7f9b8c6d5-9qk2p",
			createdAt: after(9),
			startedAt: after(12),
			readyAt: after(17),
		},
	],
	failure: {
		what: "✗ deploy: Deployment shop cannot keep its container running (CrashLoopBackOff, 3 restarts, exit code 1: ModuleNotFoundError: No module named 'flask')",
		evidence: [
			{ label: "also", text: "Service shop: selects no Pod that is ready" },
			{ label: "image", text: makeRecord({ number: 12 }).image },
			{
				label: "exit",
				text: "1 Error of container shop in Pod shop-6d4cf56db6-x2v7k",
			},
			{
				label: "event",
				text: "BackOff: Back-off restarting failed container shop in pod shop-6d4cf56db6-x2v7k",
				at: after(21),
			},
			{ label: "log", text: "Traceback (most recent call last):" },
			{
				label: "log",
				text: '  File "/srv/app/__init__.py", line 1, in <module>',
			},
			{ label: "log", text: "    import flask" },
			{ label: "log", text: "ModuleNotFoundError: No module named 'flask'" },
			{
				label: "now",
				text: `release 11 runs again: ${makeRecord({ number: 11 }).image}`,
			},
		],
		next: "read the log above; fix the start command or what it needs; try it here: dagger call serve up",
	},
});

export const kept = makeRecord({
	...rolledBack,
	outcome: "failed",
	wentBackTo: undefined,
	steps: rolledBack.steps.slice(0, -1),
});

/** A run that was killed. */
export const killed = makeRecord({
	...common,
	outcome: "deploying",
	endedAt: undefined,
	steps: deployed.steps.slice(0, 4),
});

/** As it was written before steps had times. */
export const old = makeRecord({
	...common,
	outcome: "superseded",
	steps: deployed.steps.map(({ name, seconds }) => ({ name, seconds })),
	readySeconds: deployed.readySeconds,
});

const long = "a-name-as-long-as-a-label-may-be-which-is-63-characters-exactly";

export const longNames = makeRecord({
	...rolledBack,
	app: long,
	by: `https://gitlab.example.com/${`${long}/`.repeat(4)}-/jobs/4711`,
	tags: Array.from({ length: 12 }, (_, index) => `${long}-${index}`),
	objects: [object("apps/v1", "StatefulSet", long.repeat(4).slice(0, 253))],
	readySeconds: { [`StatefulSet ${long.repeat(4).slice(0, 253)}`]: 7 },
	changes: { [`StatefulSet ${long.repeat(4).slice(0, 253)}`]: "recreated" },
	pods: [{ name: `${long}-0`, createdAt: after(9) }],
	failure: {
		what: `✗ deploy: StatefulSet ${long.repeat(4).slice(0, 253)} was not ready after 300 s`,
		evidence: [{ label: "log", text: "x".repeat(500) }],
		next: "look at it with kubectl describe",
	},
});

const many = Array.from({ length: 50 }, (_, index) =>
	object("apps/v1", "Deployment", `service-${index}`),
);

export const fiftyObjects = makeRecord({
	...deployed,
	objects: many,
	readySeconds: Object.fromEntries(
		many.map(({ metadata }, index) => [
			`Deployment ${metadata.name}`,
			2 + index / 5,
		]),
	),
	changes: Object.fromEntries(
		many.map(({ metadata }) => [
			`Deployment ${metadata.name}`,
			"created" as const,
		]),
	),
	pods: many.map(({ metadata: { name } }) => ({
		name: `${name}-0`,
		createdAt: after(9),
		startedAt: after(10),
		readyAt: after(14),
	})),
});

export const history = [
	makeRecord({ app: "shop", number: 11, outcome: "superseded", by: "bob" }),
	makeRecord({ app: "shop", number: 10, outcome: "failed", by: "" }),
	makeRecord({
		app: "shop",
		number: 9,
		outcome: "rolled back",
		wentBackTo: 8,
		commit: common.commit,
	}),
	makeRecord({
		app: "shop",
		number: 8,
		outcome: "superseded",
		commit: common.commit,
	}),
];
