import { mkdir } from "node:fs/promises";
import { keyOf } from "../../key.ts";
import { type Artifact, filesKey } from "../cache.ts";
import { buildModule } from "../go/module.ts";
import { versions } from "../versions.ts";

const kube = "k8s.io/component-base/version";
const [, major, minor] = versions.kubernetes.split(/[v.]/);

/** Dagger's CLI, engine and helpers, in a folder. */
export const dagger: Artifact = {
	title: "dagger",
	what: `Dagger ${versions.dagger} from the Go module proxy`,
	key: keyOf(versions.dagger, filesKey("go/engine"), process.arch),
	async build(path, step) {
		await mkdir(path);
		await buildModule(step, {
			module: "engine",
			packages: "tool",
			output: `${path}/`,
			flags: [
				"-tags=dfexcludepatterns,dfparents",
				...set({
					"github.com/dagger/dagger/engine.Version": versions.dagger,
					"github.com/dagger/dagger/engine.Tag": versions.dagger,
				}),
			],
		});
	},
};

/** The parts of a Kubernetes node as one program `kube`, called by their names, and `kubectl`, in a folder. */
export const kubernetes: Artifact = {
	title: "kubernetes",
	what: `Kubernetes ${versions.kubernetes} from the Go module proxy`,
	key: keyOf(versions.kubernetes, filesKey("go/kube"), process.arch),
	async build(path, step) {
		await mkdir(path);
		await buildModule(step, {
			module: "kube",
			packages: "./...",
			output: `${path}/`,
			flags: set({
				[`${kube}.gitVersion`]: versions.kubernetes,
				[`${kube}.gitMajor`]: major ?? "",
				[`${kube}.gitMinor`]: minor ?? "",
				[`${kube}.gitTreeState`]: "clean",
			}),
		});
	},
};

/** The DNS of a cluster, `coredns`, in a folder. */
export const coredns: Artifact = {
	title: "coredns",
	what: `CoreDNS ${versions.coredns} from the Go module proxy`,
	key: keyOf(versions.coredns, filesKey("go/dns"), process.arch),
	async build(path, step) {
		await mkdir(path);
		await buildModule(step, {
			module: "dns",
			packages: "./...",
			output: `${path}/`,
			flags: set({}),
		});
	},
};

function set(variables: Record<string, string>): string[] {
	const each = Object.entries(variables).map(([k, v]) => `-X=${k}=${v}`);
	return [`-ldflags=-s -w ${each.join(" ")}`];
}
