import { expect, it } from "vitest";
import { formatPlan } from "../../../dagger/src/report/plan.js";

const diff = `diff -u -N /tmp/LIVE-3411/v1.Pod.demo.flask-app /tmp/MERGED-7812/v1.Pod.demo.flask-app
--- /tmp/LIVE-3411/v1.Pod.demo.flask-app	2026-11-23 08:00:00.000000000 +0000
+++ /tmp/MERGED-7812/v1.Pod.demo.flask-app	2026-11-23 08:00:00.000000000 +0000
@@ -12,7 +12,7 @@
   containers:
-  - image: docker.io/alice/flask-app@sha256:1
+  - image: docker.io/alice/flask-app@sha256:2
diff -u -N /tmp/LIVE-3411/apps.v1.Deployment.demo.my.web /tmp/MERGED-7812/apps.v1.Deployment.demo.my.web
--- /tmp/LIVE-3411/apps.v1.Deployment.demo.my.web	2026-11-23 08:00:00.000000000 +0000
+++ /tmp/MERGED-7812/apps.v1.Deployment.demo.my.web	2026-11-23 08:00:00.000000000 +0000
@@ -0,0 +1,2 @@
+apiVersion: apps/v1
+kind: Deployment
`;

const plan = (diff: string) => ({
	diff,
	created: [],
	recreated: [],
	removed: { delete: [], kept: [] },
	image: "docker.io/alice/flask-app@sha256:2",
	places: ["Pod flask-app (container web)"],
});
const image = `image    docker.io/alice/flask-app@sha256:2
in       Pod flask-app (container web)`;

it("gives each object a headline, and keeps the lines that differ", () => {
	expect(formatPlan(plan(diff))).toBe(`would change Pod flask-app
   containers:
-  - image: docker.io/alice/flask-app@sha256:1
+  - image: docker.io/alice/flask-app@sha256:2

would create Deployment my.web
+apiVersion: apps/v1
+kind: Deployment

${image}`);
});

it("reads the diff of busybox as well, which kubectl's image has", () => {
	expect(
		formatPlan(
			plan(`--- /tmp/LIVE-1/v1.Pod.demo.app
+++ /tmp/MERGED-2/v1.Pod.demo.app
@@ -1,2 +1,2 @@
 a: 1
-b: 2
+b: 3
--- /dev/null
+++ /tmp/MERGED-2/v1.Pod.demo.new
@@ -0,0 +1 @@
+n: 1
`),
		),
	).toBe(
		`would change Pod app\n a: 1\n-b: 2\n+b: 3\n\nwould create Pod new\n+n: 1\n\n${image}`,
	);
});

it("takes a Secret that is not there for a new one, though kubectl masks it as null", () => {
	const section = (before: string) =>
		plan(
			`--- /tmp/LIVE-1/v1.Secret.demo.s\n+++ /tmp/MERGED-2/v1.Secret.demo.s\n@@ -1 +1 @@\n${before}\n+  A: '***'\n`,
		);
	expect(formatPlan(section("-null"))).toBe(
		`would create Secret s\n+  A: '***'\n\n${image}`,
	);
	expect(formatPlan(section("-  B: null"))).toMatch(
		/^would change Secret s\n- {2}B: null\n/,
	);
});

it("says plainly that nothing would change", () => {
	expect(formatPlan(plan(""))).toBe(
		"nothing would change: the cluster already has this image and these manifests",
	);
});

it("tells what is made without a difference to show, and what is made anew", () => {
	const object = (kind: string, name: string) => ({
		apiVersion: "v1",
		kind,
		metadata: { name },
	});
	expect(
		formatPlan({
			...plan(""),
			created: [object("Widget", "w")],
			recreated: [object("Job", "migrate")],
		}),
	).toBe(
		`would create Widget w\n\nwould delete Job migrate and create it again: it cannot be changed in place\n\n${image}`,
	);
});
