import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { keyOf } from "../../key.ts";
import { type Artifact, filesKey } from "../cache.ts";
import { proxy, toolchain } from "../go/toolchain.ts";
import { versions } from "../versions.ts";
import { debian } from "./debian.ts";
import { dagger } from "./programs.ts";
import { packSdk } from "./sdk.ts";

const { commit, time, querybuilder } = versions.goSdk;

/** What is answered ahead of the module proxy, which does not know each commit, nor what is the latest version. */
const answers = {
	[`dagger.io/dagger/@v/${commit}.info`]: info(versions.dagger, time),
	"github.com/dagger/querybuilder/@v/list": "",
	"github.com/dagger/querybuilder/@latest": info(
		querybuilder.version,
		querybuilder.time,
	),
};
const answersFolder = "/usr/local/share/goproxy";

/** The caches are where the engine mounts them. */
const settings = {
	GOPATH: "/go",
	GOCACHE: "/root/.cache/go-build",
	GOPROXY: `file://${answersFolder},${proxy(process.env.GOPROXY)}`,
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
		filesKey(...["go-sdk", "sdk", "oci"].map((name) => `artifacts/${name}.ts`)),
	),
	async build(path, step) {
		await packSdk(step, path, async (root, programs) => {
			const go = await toolchain(step);
			await fill((file) => join(root, file), go, programs);
		});
	},
};

async function fill(
	target: (file: string) => string,
	go: string,
	programs: string,
): Promise<void> {
	await cp(go, target("usr/local/go"), { recursive: true });
	await symlink("/usr/local/go/bin/go", target("usr/local/bin/go"));
	await cp(join(programs, "codegen"), target("usr/local/bin/codegen"));
	for (const folder of [`${settings.GOPATH}/pkg/mod`, settings.GOCACHE])
		await mkdir(target(folder), { recursive: true });
	const file = target("usr/local/go/go.env");
	const lines = Object.entries(settings).map((pair) => pair.join("="));
	// The first of two is the one that counts.
	const text = [...lines, await readFile(file, "utf8")].join("\n");
	await writeFile(file, text);
	for (const [name, text] of Object.entries(answers)) {
		const file = target(join(answersFolder, name));
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
}

function info(version: string, time: string): string {
	return JSON.stringify({ Version: version, Time: time });
}
