import type { ContainerStatus } from "kubernetes-types/core/v1.js";
import { expect, test } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";
import { load } from "./fixture.js";

const digest = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;
const image = `docker.io/alice/app@${digest}`;

/** A ready pod that asks for the image by digest, with what the node says of its container. */
function podWith(status: Partial<ContainerStatus>, generations = [1, 1]) {
	const pod = load("pod/ready.ready").object as Pod;
	const [container] = pod.spec.containers;
	const [reported] = pod.status?.containerStatuses ?? [];
	if (!container || !reported || !pod.status) throw new Error("no container");
	container.image = image;
	Object.assign(reported, status);
	const [generation, observedGeneration] = generations;
	Object.assign(pod.metadata, { generation });
	Object.assign(pod.status, { observedGeneration });
	return pod;
}

const say = (pod: Pod) => {
	const { status, message } = checkHealth(pod, { others: [], digest });
	return `${status}: ${message}`;
};

const old = "progressing: container app is still the old one";
const done = "ready: 1 of 1 containers ready";
const loop = { waiting: { reason: "CrashLoopBackOff" } };
const terminated = { exitCode: 137, reason: "Error" };

const cases: [string, Partial<ContainerStatus>, string][] = [
	["the same digest", { imageID: image }, done],
	["the digest of another repository", { imageID: `mirror/x@${digest}` }, done],
	["Docker's form", { imageID: `docker-pullable://alice/app@${digest}` }, done],
	["another digest", { imageID: `docker.io/alice/app@${other}` }, old],
	[
		"another digest, another form",
		{ imageID: `docker-pullable://alice/app@${other}` },
		old,
	],
	[
		"the image by digest, its ID by configuration",
		{ imageID: other, image },
		done,
	],
	[
		"another image, its ID by configuration",
		{ imageID: other, image: "alice/app:1" },
		old,
	],
	["configurations only", { imageID: other, image: other }, done],
	[
		"no image yet",
		{
			imageID: "",
			image,
			ready: false,
			state: { waiting: { reason: "ContainerCreating" } },
		},
		"progressing: 0 of 1 containers ready",
	],
	[
		"the end of the old container",
		{ imageID: `a@${other}`, state: { terminated }, ready: false },
		old,
	],
	[
		"the crash loop of the old container",
		{
			imageID: `a@${other}`,
			state: loop,
			lastState: { terminated },
			ready: false,
		},
		old,
	],
	[
		"the crash loop of the new container",
		{
			imageID: image,
			state: loop,
			lastState: { terminated },
			ready: false,
			restartCount: 2,
		},
		"progressing: cannot keep its container running (CrashLoopBackOff, 2 restarts, exit code 137)",
	],
	[
		"the failed pull of the new image beside the old container",
		{
			imageID: `a@${other}`,
			state: {
				waiting: { reason: "ErrImagePull", message: "manifest unknown" },
			},
			ready: false,
		},
		"progressing: cannot pull its image: the registry does not have it (ErrImagePull)",
	],
];

test.each(cases)("%s", (_, status, line) => {
	expect(say(podWith(status))).toBe(line);
});

test("a change that the node has not seen", () => {
	expect(say(podWith({ imageID: image }, [2, 1]))).toBe(
		"progressing: waits for the kubelet to see the change",
	);
});

test("a cluster that does not report what the node has seen", () => {
	const pod = podWith({ imageID: image }, [2, 1]);
	delete pod.status?.observedGeneration;
	expect(say(pod)).toBe(done);
});

test("an image that is not the app's is not compared", () => {
	const pod = podWith({ imageID: `docker.io/alice/app@${other}` });
	const { status } = checkHealth(pod, { others: [], digest: other });
	expect(status).toBe("ready");
});

test("an init container of the old image does not run again", () => {
	const pod = podWith({ imageID: image });
	const [container] = pod.spec.containers;
	const [reported] = pod.status?.containerStatuses ?? [];
	if (!container || !reported || !pod.status) throw new Error("no container");
	pod.spec.initContainers = [{ ...container, name: "migrate" }];
	const ended = { terminated: { exitCode: 0 } };
	const status = { ...reported, name: "migrate", imageID: `a@${other}` };
	pod.status.initContainerStatuses = [{ ...status, state: ended }];
	expect(say(pod)).toBe(done);
});
