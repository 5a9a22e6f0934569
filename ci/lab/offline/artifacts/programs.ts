import { mkdir } from "node:fs/promises";
import { keyOf } from "../../key.ts";
import { type Artifact, filesKey } from "../cache.ts";
import { type Build, buildModule } from "../go/module.ts";
import { versions } from "../versions.ts";

const kube = "k8s.io/component-base/version";
const [, major, minor] = versions.kubernetes.split(/[v.]/);

/** Dagger's CLI, engine and helpers, in a folder. */
export const dagger = program({
	title: "dagger",
	what: `Dagger ${versions.dagger}`,
	version: versions.dagger,
	module: "engine",
	packages: "tool",
	flags: [
		"-tags=dfexcludepatterns,dfparents",
		...set({
			"github.com/dagger/dagger/engine.Version": versions.dagger,
			"github.com/dagger/dagger/engine.Tag": versions.dagger,
		}),
	],
});

/** The parts of a Kubernetes node as one program `kube`, called by their names, and `kubectl`, in a folder. */
export const kubernetes = program({
	title: "kubernetes",
	what: `Kubernetes ${versions.kubernetes}`,
	version: versions.kubernetes,
	module: "kube",
	packages: "./...",
	flags: set({
		[`${kube}.gitVersion`]: versions.kubernetes,
		[`${kube}.gitMajor`]: major ?? "",
		[`${kube}.gitMinor`]: minor ?? "",
		[`${kube}.gitTreeState`]: "clean",
	}),
});

/** The DNS of a cluster, `coredns`, in a folder. */
export const coredns = program({
	title: "coredns",
	what: `CoreDNS ${versions.coredns}`,
	version: versions.coredns,
	module: "dns",
	packages: "./...",
	flags: set({}),
});

/** What sets tags in a registry, `crane`, in a folder. */
export const crane = program({
	title: "crane",
	what: `crane ${versions.crane}`,
	version: versions.crane,
	module: "crane",
	packages: "tool",
	flags: set({}),
});

/** Programs that Go builds from a module of ours, `go/MODULE`. */
function program({
	title,
	what,
	version,
	module,
	packages,
	flags,
}: Pick<Artifact, "title" | "what"> &
	Omit<Build, "output"> & { version: string }): Artifact {
	return {
		title,
		what: `${what} from the Go module proxy`,
		key: keyOf(version, filesKey(`go/${module}`), process.arch),
		async build(path, step) {
			await mkdir(path);
			await buildModule(step, { module, packages, output: `${path}/`, flags });
		},
	};
}

function set(variables: Record<string, string>): string[] {
	const each = Object.entries(variables).map(([k, v]) => `-X=${k}=${v}`);
	return [`-ldflags=-s -w ${each.join(" ")}`];
}
