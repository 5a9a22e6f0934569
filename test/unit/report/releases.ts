import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { makeRecord } from "../records.js";

export const secretValue = "aHVudGVyMg-do-not-tell";

const object = (
	apiVersion: string,
	kind: string,
	more: object,
): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name: "web" },
	...more,
});

export const objects = [
	object("v1", "Secret", {
		data: { password: secretValue },
		stringData: { token: secretValue },
	}),
	object("v1", "ConfigMap", { data: { "app.conf": secretValue } }),
	object("apps/v1", "Deployment", {
		spec: { template: { spec: { containers: [{ env: [secretValue] }] } } },
	}),
	object("v1", "Service", {}),
	object("networking.k8s.io/v1", "Ingress", {
		spec: {
			rules: [{ host: "web.example.com" }],
			tls: [{ hosts: ["web.example.com"] }],
		},
	}),
];

const common = {
	number: 12,
	objects,
	commit: { id: "4f1c2ab93d".repeat(4), time: "2026-11-24T12:02:11+01:00" },
	by: "https://gitlab.example.com/shop/web/-/jobs/4711",
	tags: ["1.4.2", "latest"],
	contentKey: "0123456789ab",
	endedAt: "2026-11-24T11:24:35.000Z",
};

export const deployed = makeRecord({
	...common,
	outcome: "deployed",
	steps: [
		{ name: "apply", seconds: 1.25 },
		{ name: "rollout", seconds: 12.34 },
	],
	readySeconds: { "Deployment web": 11.5 },
});

export const rolledBack = makeRecord({
	...common,
	outcome: "rolled back",
	wentBackTo: 11,
	steps: [
		{ name: "apply", seconds: 1.25 },
		{ name: "rollout", seconds: 30, failed: true },
		{ name: "apply", seconds: 1 },
	],
	readySeconds: { "Ingress web": 0.5 },
	failure: {
		what: "✗ deploy: Deployment web cannot keep its container running (exit code 1)",
		evidence: [
			{ label: "also", text: "Service web: selects no Pod that is ready" },
			{ label: "log", text: 'KeyError: <"flask"> & more\u0000\u001b' },
			{ label: "now", text: "release 11 runs again" },
		],
		next: "fix the start command",
	},
});

/** A run that was killed. */
export const deploying = makeRecord({
	...common,
	outcome: "deploying",
	endedAt: undefined,
	steps: [{ name: "apply", seconds: 1.25 }],
});

export const history = [
	makeRecord({ number: 11, outcome: "deployed", by: "" }),
	makeRecord({ number: 10, outcome: "failed", by: "bob\nby hand" }),
];
