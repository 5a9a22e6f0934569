import type { Entry } from "./failure.js";

/** A container that runs and does not answer as its probes ask. */
export const probes: Entry[] = [
	{
		name: "probe-path",
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: HTTP probe failed with statuscode: (?<code>4\d\d)/,
		class: "may-heal",
		grace: 20,
		sentence: "answers its {probe} probe with HTTP {code}",
		next: "correct the probe's `path`, or serve it in the app",
	},
	{
		name: "probe-status",
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: HTTP probe failed with statuscode: (?<code>\d+)/,
		class: "may-heal",
		grace: 45,
		sentence: "answers its {probe} probe with HTTP {code}",
		next: "read the app's log: it runs, and says that it is not ready",
	},
	{
		name: "probe-refused",
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: .*:(?<port>\d+)\D.*connection refused/,
		class: "may-heal",
		grace: 60,
		sentence: "does not listen on port {port} that its {probe} probe asks",
		next: "let the app listen on 0.0.0.0 and the probe's `port`",
	},
	{
		name: "probe-timeout",
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe failed: .*(?:deadline exceeded|Client\.Timeout|timed out|i\/o timeout|timeout:)/,
		class: "may-heal",
		grace: 60,
		sentence: "does not answer its {probe} probe in time",
		next: "raise the probe's `timeoutSeconds`, or find out why the app hangs",
	},
	{
		name: "probe",
		pattern: /(?<probe>Readiness|Startup|Liveness) probe (?:failed|errored)/,
		class: "may-heal",
		grace: 45,
		sentence: "fails its {probe} probe",
		next: "read the probe's answer above; try the same in the container",
	},
];
