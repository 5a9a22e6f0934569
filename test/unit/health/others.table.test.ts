import { expect, test } from "vitest";
import { lineOf, load, verdict } from "./fixture.js";

/** Fixtures of the cluster, and what is to be said of them. */
const cases = {
	"configmap/exists.ready": "ready: exists",
	"doodad/custom.progressing": "progressing: waits for its controller",
	"gadget/custom.ready": "ready: exists",
	"gear/custom.progressing": "progressing: Reconciling: Progressing: again",
	"gizmo/custom.progressing": "progressing: not Ready: Syncing: 1/2",
	"horizontalpodautoscaler/no-metrics.progressing":
		"progressing: cannot read its metrics (the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource …) [autoscaler-metrics]",
	"horizontalpodautoscaler/no-target.progressing":
		'progressing: scales deployments.apps "app", which does not exist (the HPA controller was unable to get the target\'s current scale: deployments.apps "app" not found) [autoscaler-target]',
	"horizontalpodautoscaler/off.ready":
		"ready: is off, for its target has 0 replicas",
	"horizontalpodautoscaler/unseen.progressing":
		"progressing: waits for its controller",
	"persistentvolumeclaim/bound.ready": "ready: bound to fixtures-*",
	"persistentvolumeclaim/first-consumer.ready":
		"ready: waits for the first Pod that uses it",
	"persistentvolumeclaim/no-class.progressing":
		'progressing: gets no volume (storageclass.storage.k8s.io "golden" not found) [claim-pending]',
	"persistentvolumeclaim/no-volume.progressing":
		"progressing: gets no volume (no persistent volumes available for this claim and no storage class is set) [claim-pending]",
	"sprocket/custom.failed": "failed: Stalled: NoQuota: full",
	"widget/custom.ready": "ready: Ready: Synced: done",
};

test.each(Object.entries(cases))("%s", (name, line) => {
	expect(lineOf(verdict(load(name)))).toBe(line);
});
