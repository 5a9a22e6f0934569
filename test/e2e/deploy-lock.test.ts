import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { handOver, inFrontOfApiServer } from "./support/api-server.js";
import {
	folder,
	freshNamespace,
	greet,
	greeting,
	imageOf,
	kubectl,
	root,
	slipway,
} from "./support/lab.js";

const older = "--commit=0ld0000 2026-11-23T10:00:00Z";
const newer = "--commit=ffffff1 2026-11-23T11:00:00+00:00";

/** What a deploy that was killed leaves behind, or one that runs elsewhere. */
async function heldBy(
	holder: string,
	namespace: string,
	seconds: number,
): Promise<void> {
	const now = new Date().toISOString().replace("Z", "000Z");
	const spec = {
		holderIdentity: holder,
		acquireTime: now,
		renewTime: now,
		leaseDurationSeconds: seconds,
	};
	const lease = "lease/slipway-flask-app";
	const patch = `--patch=${JSON.stringify({ spec })}`;
	await kubectl("-n", namespace, "patch", lease, "--type=merge", patch);
}

test.concurrent("one deploy at a time, none older than the last, and the Lease says so", async () => {
	const namespace = await freshNamespace("lock");
	const source = await greeting("The newer words.");
	const app = { source, namespace };

	const first = await slipway(app, "deploy", newer);
	expect(first.code, first.stderr).toBe(0);

	await greet(source, "The older words.");
	const refused = await slipway(app, "deploy", older);
	expect(refused.code).not.toBe(0);
	expect(refused.stderr).toContain(
		"Error: commit 0ld0000 of 2026-11-23T10:00:00Z is older than commit ffffff1 of 2026-11-23T11:00:00+00:00, which runs as release 1, and cannot be rolled back to: no release of it is on record; nothing was changed",
	);
	expect(refused.stderr).not.toContain("✓ build");

	await heldBy("alice (run 000000)", namespace, 3600);
	const impatient = await slipway(app, "deploy", newer, "--timeout=3s");
	expect(impatient.code).not.toBe(0);
	expect(impatient.stderr).toMatch(
		/Error: another deploy of flask-app runs in namespace \S+: alice \(run 000000\), since \S+; nothing was changed/,
	);
	expect(await running(namespace)).toBe(imageOf(first.stdout));

	await heldBy("alice (run 000000)", namespace, 10);
	const patient = await slipway(
		app,
		"deploy",
		older,
		"--allow-older",
		"--by=bob",
	);
	expect(patient.code, patient.stderr).toBe(0);
	expect(patient.stderr).toContain(
		"waits for the deploy of alice (run 000000)",
	);
	expect(patient.seconds).toBeGreaterThan(10);
	expect(await running(namespace)).toBe(imageOf(patient.stdout));

	const status = await slipway({ namespace }, "status");
	expect(status.stdout, status.stderr).toContain(
		"commit 0ld0000 of 2026-11-23T10:00:00Z",
	);
});

/** An API server that takes as long with what it is given as a webhook may, and tells when it began. */
async function slowServer(seconds: number) {
	let begin = () => {};
	const begun = new Promise<void>((resolve) => {
		begin = resolve;
	});
	const kubeconfig = await inFrontOfApiServer(
		async (incoming, answer, forward) => {
			const { method, headers, url = "" } = incoming;
			const isSlow = /\/configmaps\//.test(url) && !/dryRun=All/.test(url);
			if (method === "PATCH" && isSlow) {
				begin();
				await pause(seconds * 1000);
			}
			forward(headers, (reply) => handOver(reply, answer));
		},
	);
	return { kubeconfig, begun };
}

test.concurrent("an apply that takes longer than the Lease lasts keeps others out all the same", async () => {
	const namespace = await freshNamespace("slow-apply");
	const { kubeconfig, begun } = await slowServer(12);
	const settings = ["a", "b", "c", "d"].map((name) => ({
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name },
		data: { name },
	}));
	const manifests = await folder({
		"pod.yaml": await readFile(join(root, "flask-app/k8s/pod.yaml"), "utf8"),
		"settings.yaml": settings.map((one) => JSON.stringify(one)).join("\n---\n"),
	});
	const app = { namespace, manifests };

	const slow = slipway({ ...app, kubeconfig }, "deploy", "--by=slow");
	await Promise.race([begun, slow]);
	const other = slipway(app, "deploy", "--by=other", "--timeout=3m");
	const [first, second] = await Promise.all([slow, other]);

	expect(first.code, first.stderr).toBe(0);
	expect(first.seconds).toBeGreaterThan(48);
	expect(second.code, second.stderr).toBe(0);
	expect(second.stderr).toContain("waits for the deploy of slow");
	const history = await slipway({ namespace }, "history");
	expect(history.stdout).toMatch(/ other .* slow /s);
});

function running(namespace: string): Promise<string> {
	const path = "jsonpath={.spec.containers[0].image}";
	return kubectl("-n", namespace, "get", "pod/flask-app", "-o", path);
}
