import type { Entry } from "./cause.js";

/**
 * A container that runs and does not answer as its probes ask, or a Pod whose gates do not open. The messages are those of
 * the prober, pkg/kubelet/prober/prober.go, and of what it asks with: http/http.go, tcp/tcp.go, grpc/grpc.go and exec/exec.go
 * in pkg/probe.
 */
export const probes: Entry[] = [
	{
		name: "probe-path",
		from: ["kubelet"],
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: HTTP probe failed with statuscode: (?<code>4\d\d)/,
		class: "pending",
		retriedBy: "kubelet",
		mayBeStarting: true,
		sentence: "answers its {probe} probe with HTTP {code}",
		next: "correct the probe's `path`, or serve it in the app",
	},
	{
		name: "probe-status",
		from: ["kubelet"],
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: HTTP probe failed with statuscode: (?<code>\d+)/,
		class: "pending",
		retriedBy: "kubelet",
		mayBeStarting: true,
		sentence: "answers its {probe} probe with HTTP {code}",
		next: "read the app's log: it runs, and says that it is not ready",
	},
	{
		name: "probe-refused",
		from: ["kubelet"],
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: .*:(?<port>\d+)\D.*connection refused/,
		class: "pending",
		retriedBy: "kubelet",
		mayBeStarting: true,
		sentence: "does not listen on port {port}, which its {probe} probe checks",
		next: "let the app listen on 0.0.0.0 and the probe's `port`",
	},
	{
		name: "probe-timeout",
		from: ["kubelet"],
		// Go's net/http/client.go, k8s.io/cri-client pkg/remote_runtime.go (a command), pkg/probe/grpc/grpc.go
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: .*(?:deadline exceeded|Client\.Timeout|timed out|i\/o timeout|timeout:)/,
		class: "pending",
		retriedBy: "kubelet",
		mayBeStarting: true,
		sentence: "does not answer its {probe} probe in time",
		next: "raise the probe's `timeoutSeconds`, or find out why the app hangs",
	},
	{
		name: "probe",
		from: ["kubelet"],
		pattern: /(?<probe>Readiness|Startup|Liveness) probe (?:failed|errored)/,
		class: "pending",
		retriedBy: "kubelet",
		mayBeStarting: true,
		sentence: "fails its {probe} probe",
		next: "read the probe's answer above; try the same in the container",
	},
	{
		name: "readiness-gates",
		from: ["kubelet"],
		// pkg/kubelet/status/generate.go
		pattern: /^ReadinessGatesNotReady\b/,
		class: "pending",
		retriedBy: "kubelet",
		sentence: "waits for its readiness gates",
		next: "find out why their controller does not set them: `readinessGates` of the Pod, kubectl describe pod",
	},
];
