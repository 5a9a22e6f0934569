import { expect, test } from "vitest";
import { folder, freshNamespace, kubectl, slipway } from "./support/lab.js";

/** A migration that needs a ConfigMap and an account of the same release, and a Pod that shows what it did. */
function release(script: string): Record<string, string> {
	return {
		"app.yaml": `
apiVersion: v1
kind: Pod
metadata: { name: a-web }
spec:
  serviceAccountName: migrator
  terminationGracePeriodSeconds: 1
  containers:
    - name: web
      image: flask-app
      envFrom: [{ configMapRef: { name: words } }]
`,
		"words.yaml": `
apiVersion: v1
kind: ConfigMap
metadata: { name: words }
data: { SCRIPT: ${JSON.stringify(script)} }
`,
		"account.yaml": `
apiVersion: v1
kind: ServiceAccount
metadata: { name: migrator }
`,
		"migration.yaml": `
apiVersion: batch/v1
kind: Job
metadata:
  name: z-migration
  annotations: { slipway/run: before-deploy }
spec:
  backoffLimit: 0
  template:
    spec:
      serviceAccountName: migrator
      restartPolicy: Never
      containers:
        - name: migration
          image: flask-app
          command: [sh, -c, "eval \\"$SCRIPT\\""]
          envFrom: [{ configMapRef: { name: words } }]
`,
	};
}

async function deploy(namespace: string, script: string) {
	const manifests = await folder(release(script));
	return slipway({ namespace, manifests }, "deploy");
}

const fieldOf = (namespace: string, object: string, path: string) =>
	kubectl("-n", namespace, "get", object, "-o", `jsonpath={${path}}`);

test("a Job before the deploy ends before the workloads begin, and not again where nothing changed", async () => {
	const namespace = await freshNamespace("before");
	const first = await deploy(namespace, "sleep 3; echo migrated");
	expect(first.code, first.stderr).toBe(0);
	expect(first.stderr).toMatch(/✓ pre-deploy/);
	const ended = await fieldOf(
		namespace,
		"job/z-migration",
		".status.completionTime",
	);
	const begun = await fieldOf(
		namespace,
		"pod/a-web",
		".metadata.creationTimestamp",
	);
	expect(Date.parse(begun)).toBeGreaterThanOrEqual(Date.parse(ended));

	const job = await fieldOf(namespace, "job/z-migration", ".metadata.uid");
	const again = await deploy(namespace, "sleep 3; echo migrated");
	expect(again.stdout).toContain("nothing to do");
	expect(await fieldOf(namespace, "job/z-migration", ".metadata.uid")).toBe(
		job,
	);
});

test("where a Job before the deploy fails, the workloads stay as they are; the next deploy runs it again", async () => {
	const namespace = await freshNamespace("migration");
	const bad = await deploy(namespace, "echo no such table: users; exit 3");
	expect(bad.code).not.toBe(0);
	expect(bad.stderr).toContain("Error: ✗ deploy: Job z-migration");
	expect(bad.stderr).toContain("no such table: users");
	expect(bad.stderr).toContain("now      the workloads were not changed");
	expect(
		await kubectl("-n", namespace, "get", "pods", "-o", "name"),
	).not.toContain("a-web");

	const good = await deploy(namespace, "echo migrated");
	expect(good.code, good.stderr).toBe(0);
	expect(good.stdout).toMatch(/Job z-migration +recreated, complete/);
	expect(good.stdout).toMatch(/Pod a-web +created/);
});

test("a Job before the deploy that still runs has ended before the next one begins", async () => {
	const namespace = await freshNamespace("overlap");
	// A folder of the node stands for the database. The first migration takes a while to end.
	const migration = (body: string) =>
		`mkdir /node/${namespace} || exit 9; trap 'sleep 8; rmdir /node/${namespace}; exit' TERM; ${body}`;
	const onNode = (script: string) => {
		const files = release(script);
		const job = files["migration.yaml"] ?? "";
		const volumes = "volumes: [{ name: node, hostPath: { path: /tmp } }]";
		const mounts = "volumeMounts: [{ name: node, mountPath: /node }]";
		files["migration.yaml"] = job
			.replace("containers:", `${volumes}\n      containers:`)
			.replace(/(\n +)command:/, `$1${mounts}$&`);
		return folder(files);
	};
	const slow = await slipway(
		{ namespace, manifests: await onNode(migration("sleep 600 & wait")) },
		"deploy",
		"--timeout=10s",
	);
	expect(slow.code).not.toBe(0);
	expect(slow.stderr).toContain("Job z-migration");

	const next = await slipway(
		{
			namespace,
			manifests: await onNode(migration(`rmdir /node/${namespace}`)),
		},
		"deploy",
	);
	expect(next.code, next.stderr).toBe(0);
});
