import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { keyOf } from "../../key.ts";
import { type Artifact, filesKey, obtain } from "../cache.ts";
import { proxy, toolchain } from "../go/toolchain.ts";
import { install } from "../packages.ts";
import { versions } from "../versions.ts";
import { debian } from "./debian.ts";
import { writeLayout } from "./oci.ts";
import { dagger } from "./programs.ts";

const { commit, dagger: sdk, querybuilder } = versions.goSdk;

/** What is answered ahead of the module proxy, which does not know each commit, nor what is the latest version. */
const answers = {
	[`dagger.io/dagger/@v/${commit}.info`]: info(sdk),
	"github.com/dagger/querybuilder/@v/list": "",
	"github.com/dagger/querybuilder/@latest": info(querybuilder),
};

/** The caches are where the engine mounts them. */
const settings = {
	GOPATH: "/go",
	GOCACHE: "/root/.cache/go-build",
	GOPROXY: `file:///usr/local/share/goproxy,${proxy(process.env.GOPROXY)}`,
};

/** The Go SDK as the engine loads it: an OCI layout of Debian, Go and Dagger's generator of code. */
export const goSdk: Artifact = {
	title: "go sdk",
	what: `${versions.go.version} from the Go module proxy`,
	key: keyOf(
		versions.go.version,
		debian.key,
		dagger.key,
		JSON.stringify([answers, settings]),
		filesKey("artifacts/go-sdk.ts", "artifacts/oci.ts"),
	),
	async build(path, step) {
		await install(step, { pigz: "pigz" });
		const root = `${path}.root`;
		const target = (file: string) => join(root, file);
		step.note = "waiting for debian and dagger";
		const [base, programs] = await Promise.all([
			obtain(debian),
			obtain(dagger),
		]);
		await mkdir(root);
		await step.$`tar --directory ${root} --numeric-owner --extract --file ${base}`;
		await cp(await toolchain(step), target("usr/local/go"), {
			recursive: true,
		});
		await symlink("/usr/local/go/bin/go", target("usr/local/bin/go"));
		await cp(join(programs, "codegen"), target("usr/local/bin/codegen"));
		for (const folder of ["go/pkg/mod", "root/.cache/go-build"])
			await mkdir(target(folder), { recursive: true });
		const lines = Object.entries(settings).map((pair) => pair.join("="));
		const defaults = await readFile(target("usr/local/go/go.env"), "utf8");
		// The first of two is the one that counts.
		await writeFile(
			target("usr/local/go/go.env"),
			[...lines, defaults].join("\n"),
		);
		for (const [name, text] of Object.entries(answers)) {
			const file = target(`usr/local/share/goproxy/${name}`);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, text);
		}
		step.note = "packing";
		await writeLayout(step, root, path);
		await rm(root, { recursive: true, force: true });
	},
};

function info({ version, time }: { version: string; time: string }): string {
	return JSON.stringify({ Version: version, Time: time });
}
