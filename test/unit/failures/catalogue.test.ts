import { describe, expect, test } from "vitest";
import { catalogue, classify } from "../../../dagger/src/failures/catalogue.js";
import { cases } from "../../e2e/broken/case.js";
import { load, namesOf, text, verdict } from "../health/fixture.js";

const pullOf = (image: string) =>
	`failed to pull and unpack image "${image}": failed to resolve reference "${image}": `;
const head =
	'failed to do request: Head "https://registry.example.com/v2/app":';

/** What a cluster says: reason, message; the fixtures cover the rest. */
const messages: [name: string, reason: string, message: string][] = [
	[
		"image-rate-limit",
		"ErrImagePull",
		`${pullOf("docker.io/library/nginx:1")}unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/1: 429 Too Many Requests`,
	],
	[
		"image-rate-limit",
		"ImagePullBackOff",
		'Back-off pulling image "nginx:1": ErrImagePull: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
	],
	[
		"shell-command-missing",
		"CrashLoopBackOff",
		"Error: exit code 127 sh: 1: gunicorn: not found",
	],
	[
		"shell-command-missing",
		"CrashLoopBackOff",
		"Error: exit code 127 /app/start.sh: line 3: gunicorn: command not found",
	],
	[
		"image-platform",
		"ErrImagePull",
		'failed to pull and unpack image "docker.io/alice/app:1": no match for platform in manifest: not found',
	],
	[
		"image-denied",
		"ErrImagePull",
		`${pullOf("docker.io/alice/app:1")}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
	],
	[
		"image-denied",
		"ErrImagePull",
		"Error response from daemon: pull access denied for alice/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
	],
	[
		"image-unauthorized",
		"ErrImagePull",
		"initializing source docker://alice/app:1: unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password",
	],
	[
		"image-unauthorized",
		"ErrImagePull",
		`${pullOf("ghcr.io/alice/app:1")}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden`,
	],
	[
		"image-not-found",
		"ErrImagePull",
		"initializing source docker://alice/app:1: reading manifest 1 in docker.io/alice/app: manifest unknown",
	],
	[
		"image-layer",
		"ErrImagePull",
		'failed to pull and unpack image "docker.io/alice/app:1": failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://blobs.example.com/sha256/12?expires=1: 403 Forbidden',
	],
	[
		"registry-unreachable",
		"ErrImagePull",
		'failed to pull image "docker.io/acme/access-denied-page:1": failed to do request: Head "https://registry.example.com/v2/access-denied-page": dial tcp: lookup registry.example.com: no such host',
	],
	[
		"registry-plain-http",
		"ErrImagePull",
		`${pullOf("registry.example.com/app:1")}${head} http: server gave HTTP response to HTTPS client`,
	],
	[
		"registry-certificate",
		"ErrImagePull",
		`${pullOf("registry.example.com/app:1")}${head} tls: failed to verify certificate: x509: certificate signed by unknown authority`,
	],
	["registry-unreachable", "ErrImagePull", `${head} EOF`],
	[
		"registry-unreachable",
		"ErrImagePull",
		`${head} net/http: TLS handshake timeout`,
	],
	[
		"registry-unreachable",
		"ErrImagePull",
		`${head} dial tcp 192.0.2.1:443: i/o timeout`,
	],
	[
		"registry-unreachable",
		"ErrImagePull",
		"unexpected status from HEAD request to https://registry.example.com/v2/app/manifests/1: 503 Service Unavailable",
	],
	[
		"image-pull",
		"ErrImagePull",
		'failed to pull and unpack image "docker.io/alice/app:1": failed to extract layer sha256:12: write /var/lib/containerd: no space left on device',
	],
	[
		"cache-not-synced",
		"FailedMount",
		'MountVolume.SetUp failed for volume "settings" : failed to sync secret cache: timed out waiting for the condition',
	],
	[
		"cache-not-synced",
		"FailedMount",
		'MountVolume.SetUp failed for volume "settings" : object "demo"/"settings" not registered',
	],
	[
		"cache-not-synced",
		"CreateContainerConfigError",
		"failed to sync configmap cache: timed out waiting for the condition",
	],
	[
		"mount",
		"FailedAttachVolume",
		'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
	],
	[
		"root-refused",
		"CreateContainerConfigError",
		"container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root",
	],
	[
		"container-config",
		"CreateContainerConfigError",
		'failed to prepare subPath for volumeMount "data" of container "app"',
	],
	[
		"mount-point",
		"RunContainerError",
		'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/var/lib/kubelet/pods/1/volumes/kubernetes.io~configmap/settings" to rootfs at "/srv/gunicorn.conf.py": mount src=/var/lib/kubelet/pods/1/volumes/kubernetes.io~configmap/settings, dst=/srv/gunicorn.conf.py: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
	],
	[
		"class-missing",
		"FailedCreate",
		'Error creating: pods "app-1" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
	],
	[
		"hook",
		"PostStartHookError",
		'Exec lifecycle hook ([curl localhost]) for Container "app" in Pod "app_demo(1)" failed - error: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "1": OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown, message: ""',
	],
	[
		"probe",
		"Unhealthy",
		"Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: container is not created or running",
	],
	[
		"permission",
		"RunContainerError",
		"failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: unable to apply caps: operation not permitted: unknown",
	],
	[
		"container-start",
		"CreateContainerError",
		'failed to reserve container name "app_app_demo_1": name "app_app_demo_1" is reserved for "2"',
	],
	["terminating", "Terminating", "kubernetes.io/pvc-protection"],
	[
		"pod-sandbox",
		"FailedCreatePodSandBox",
		'Failed to create pod sandbox: plugin type="multus" failed (add): pods "web" is forbidden: User "system:serviceaccount:kube-system:multus" cannot get resource "pods" in API group ""',
	],
	[
		"image-rate-limit",
		"RegistryUnavailable",
		"429 Too Many Requests: toomanyrequests: You have reached your pull rate limit",
	],
	["port-missing", "NoPort", "no Pod has the port http"],
	[
		"preempting",
		"NodeNominated",
		"0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.",
	],
	[
		"scaling-up",
		"TriggeredScaleUp",
		"pod triggered scale-up: [{pool-1 1->2 (max: 5)}]",
	],
	[
		"network-not-ready",
		"NetworkNotReady",
		"network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
	],
	[
		"readiness-gates",
		"ReadinessGatesNotReady",
		'corresponding condition of pod readiness gate "target-health.elbv2.k8s.aws/web" does not exist.',
	],
	["network-not-ready", "NodeNotReady", "Node is not ready"],
	...[
		'failed to setup network for sandbox "1": plugin type="loopback" failed (add): missing network name',
		'failed to setup network for sandbox "1": plugin type="flannel" failed (add): fork/exec /opt/cni/bin/flannel: exec format error',
		'failed to create containerd task: failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error: exec: "nvidia-container-runtime": executable file not found in $PATH: unknown',
		"failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: error during container init: mkdirat /run/x: no such file or directory",
		"failed to reserve sandbox name: mkdir /var/lib/containerd/x: read-only file system",
		'failed to get sandbox image "registry.k8s.io/pause:3.9": unexpected status: 429 Too Many Requests',
	].map((words): [string, string, string] => [
		"pod-sandbox",
		"FailedCreatePodSandBox",
		`Failed to create pod sandbox: rpc error: code = Unknown desc = ${words}`,
	]),
	[
		"memory-too-low",
		"FailedCreatePodSandBox",
		"Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd task: container init was OOM-killed (memory limit too low?)",
	],
	[
		"deadline",
		"DeadlineExceeded",
		"Job was active longer than specified deadline",
	],
	[
		"claim-pending",
		"ProvisioningFailed",
		'failed to provision volume with StorageClass "nfs": rpc error: code = Internal desc = mkdir /exports/x: permission denied',
	],
	[
		"claim-pending",
		"ProvisioningFailed",
		'failed to provision volume with StorageClass "nfs": rpc error: code = Internal desc = mkdir /exports/x: read-only file system',
	],
	[
		"autoscaler-target",
		"FailedGetScale",
		'the HPA controller was unable to get the target\'s current scale: no matches for kind "Deployement" in group "apps"',
	],
	[
		"webhook-unreachable",
		"FailedCreate",
		'Error creating: Internal error occurred: failed calling webhook "x.example.com": failed to call webhook: Post "https://x.demo.svc:443/": http: server gave HTTP response to HTTPS client',
	],
	[
		"probe",
		"Unhealthy",
		'Readiness probe failed: Get "https://10.0.0.1:8000/": http: server gave HTTP response to HTTPS client',
	],
	[
		"probe",
		"Unhealthy",
		"Readiness probe failed: touch: /srv/ready: Read-only file system",
	],
	[
		"refused",
		"",
		'Error from server: admission webhook "validate.kyverno.svc-fail" denied the request: resource Pod/demo/app was blocked',
	],
	[
		"forbidden",
		"",
		'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:demo:ci" cannot create resource "pods" in API group "" in the namespace "demo"',
	],
	[
		"creation",
		"FailedCreate",
		'Error creating: pods "app-1" is forbidden: no providers available to validate pod request',
	],
	[
		"load-balancer",
		"SyncLoadBalancerFailed",
		"Error syncing load balancer: failed to ensure load balancer: quota exceeded",
	],
	[
		"evicted",
		"Evicted",
		"The node was low on resource: memory. Threshold quantity: 100Mi, available: 12Mi. Container app was using 2Gi, request is 0, has larger consumption of memory.",
	],
];

test.each(messages)("%s: %s: %s", (name, reason, message) => {
	expect(classify(reason, message)?.name).toBe(name);
});

/** What a program says before it ends is no report of Kubernetes. */
test.each([
	"toomanyrequests: You have reached your pull rate limit",
	"http: server gave HTTP response to HTTPS client",
	"pods is forbidden: exceeded quota: small",
	'persistentvolumeclaim "data" not found',
	"rpc error: code = DeadlineExceeded desc = context deadline exceeded",
	"job 7 was Evicted from the queue",
	"PostStartHook of the plugin failed",
	"worker 3 was OOMKilled",
	"job 7 Completed: exit code 0",
	"sh -c gunicorn: not found, exit code 127",
	"StartError: the engine does not start",
])("a program that ended with: %s", (words) => {
	const name = classify(
		"CrashLoopBackOff",
		`Error: exit code 1 ${words}`,
	)?.name;
	expect(name).toBe("crash-loop");
});

/** Words of a cause that are said of something else. */
test.each([
	[
		"FailedPrepareDynamicResources",
		"Failed to prepare dynamic resources: NodePrepareResources failed for driver gpu.nvidia.com: rpc error: code = DeadlineExceeded desc = context deadline exceeded",
	],
	[
		"Failed",
		'Failed to pull image "docker.io/alice/web:1": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image: context deadline exceeded',
	],
	[
		"FailedDeployModel",
		"Failed deploy model due to operation error Elastic Load Balancing v2: rpc error: code = DeadlineExceeded",
	],
	[
		"FailedDeployModel",
		"Failed deploy model due to api error: 429 Too Many Requests",
	],
	[
		"PodFailurePolicy",
		"Container main for pod shop/migrate-x failed with exit code 127 matching FailJob rule at index 0",
	],
	[
		"PodFailurePolicy",
		"Container main for pod shop/migrate-x failed with exit code 42 matching FailJob rule at index 0",
	],
	["Failed", "Error: ImagePullBackOff"],
])("a report that is not known: %s: %s", (reason, message) => {
	expect(classify(reason, message)).toBeUndefined();
});

/** What kubectl says when the cluster refuses a manifest. */
const refusals = {
	"refused/account-missing": "account-missing",
	"refused/immutable-job": "immutable",
	"refused/immutable-pod": "immutable",
	"refused/immutable-selector": "immutable",
	"refused/immutable-statefulset": "immutable",
	"refused/limit-range": "limit-range",
	"refused/pod-security": "pod-security",
	"refused/policy": "refused",
	"refused/quota": "quota",
	"refused/quota-without-limits": "quota-unspecified",
	"refused/webhook": "webhook-unreachable",
};

test("every refusal of the cluster has its case", () => {
	expect(Object.keys(refusals).sort()).toEqual(
		namesOf(".txt", "refused/").sort(),
	);
});

test.each(Object.entries(refusals))("%s", (name, failure) => {
	expect(classify("", text(`${name}.txt`))?.name).toBe(failure);
});

test("a StatefulSet that cannot change in place keeps its Pods", () => {
	const message = text("refused/immutable-statefulset.txt");
	expect(classify("", message)?.next).toContain("--cascade=orphan");
});

describe("the catalogue", () => {
	const found = [
		...messages.map(([name]) => name),
		...Object.values(refusals),
		...namesOf(".json").map((name) => verdict(load(name)).problem?.cause.name),
	];

	// What registries and kubectl say is shown in registry.test.ts and request.test.ts.
	const inCluster = catalogue.filter(({ from }) =>
		from.some((source) => !/^(?:registry|kubectl|api-server)$/.test(source)),
	);
	test.each(inCluster)("$name is shown by a real message", ({ name }) => {
		expect(found).toContain(name);
	});

	test.each(catalogue)(
		"$name is retried by somebody if it may heal",
		(entry) => {
			const isHopeless = entry.retriedBy === "nobody";
			expect(entry.from).not.toHaveLength(0);
			if (entry.class !== "fatal") expect(isHopeless).toBe(false);
			else expect(entry.retriedBy).toMatch(/^(?:nobody|owner)$/);
		},
	);

	test.each(catalogue)(
		"$name reads as a sentence, and a next step",
		(entry) => {
			expect(entry.sentence).toMatch(/^[a-z{].*[^.]$/);
			expect(entry.next).toMatch(/^[a-z].*[^.]$/);
		},
	);

	test("names each failure once", () => {
		const names = catalogue.map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
	});

	test.each(catalogue)("$name has the grace of its class", (entry) => {
		if (entry.class === "transient") {
			expect(entry.grace).toBeGreaterThanOrEqual(10);
			expect(entry.grace).toBeLessThanOrEqual(120);
		} else expect(entry.grace).toBeUndefined();
	});

	test.each(catalogue)("$name is told by words of its pattern", (entry) => {
		const groups = [...entry.pattern.source.matchAll(/\(\?<(\w+)>/g)];
		const words = [...`${entry.sentence} ${entry.next}`.matchAll(/\{(\w+)\}/g)];
		expect(groups.map(([, name]) => name)).toEqual(
			expect.arrayContaining(words.map(([, name]) => name)),
		);
	});
});

test("puts the words of the message into sentence and next step", () => {
	const message = "couldn't find key token in ConfigMap demo/settings";
	expect(classify("CreateContainerConfigError", message)).toEqual({
		name: "key-missing",
		from: ["kubelet"],
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "needs the key token, which the ConfigMap settings does not have",
		next: "add the key token to the ConfigMap settings, or correct it in the manifest",
	});
});

test("what it does not know it leaves open", () => {
	expect(classify("Scheduled", "Successfully assigned demo/app to node")).toBe(
		undefined,
	);
	expect(classify("", "pod/app serverside-applied")).toBe(undefined);
});

// They are deployed on demand only: none may fall behind in between.
test.each(cases())(
	"the broken manifest $name expects the step that its entry names",
	({ entry, next }) => {
		for (const part of entry.next.split(/\{\w+\}/))
			expect(next).toContain(part);
	},
);
