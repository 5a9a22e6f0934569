import { expect, test } from "vitest";
import { lineOf, load, verdict } from "./fixture.js";

/** Fixtures of the cluster, and what is to be said of them. */
const cases = {
	"ingress/with-address.ready": "ready: answers at app.example.com",
	"ingress/without-address.ready": "ready: has no address yet",
	"service/asleep.ready": "ready: Deployment app wants no Pods",
	"service/draining.progressing":
		"progressing: requests reach 2 old and 0 new Pods",
	"service/external.ready": "ready: has no Pods of its own",
	"service/load-balancer.ready": "ready: requests reach 1 of 1 Pods at IP",
	"service/load-balancer.progressing":
		"progressing: waits for a load balancer's address",
	"service/no-pods.progressing":
		"progressing: selects no Pod (no Pod has the labels app=other) [no-pods]",
	"service/not-ready.progressing": "progressing: requests reach 0 of 1 Pods",
	"service/ready.ready": "ready: requests reach 2 of 2 Pods",
	"service/without-selector.ready": "ready: has no Pods of its own",
};

test.each(Object.entries(cases))("%s", (name, line) => {
	expect(lineOf(verdict(load(name)))).toBe(line);
});
