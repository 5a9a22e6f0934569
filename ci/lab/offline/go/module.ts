import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { needSpace } from "../../disk.ts";
import { jobEnvironment } from "../../processes.ts";
import type { Step } from "../../progress.ts";
import { draftFolder } from "../cache.ts";
import { cache, here } from "../places.ts";
import { queue } from "../queue.ts";
import { goCommand } from "./toolchain.ts";

/** Caches of the lab's own, for as long as something is being built: an interrupted build goes on where it was. */
export const goCaches = join(cache, "go");
const compiler = queue();

export interface Build {
	module: "engine" | "kube" | "dns" | "crane";
	packages: string;
	output: string;
	flags: string[];
}

/** Builds programs of a module under this folder. Fetching overlaps with another's compiling; compiling takes all cores. */
export async function buildModule(step: Step, build: Build): Promise<void> {
	await mkdir(goCaches, { recursive: true });
	await needSpace(goCaches, 8);
	const folder = await draftFolder(`go-${build.module}`);
	await cp(join(here, "go", build.module), folder, { recursive: true });
	const go = await goCommand(step);
	const shell = step.$({ cwd: folder, env: environment() });

	step.note = "fetching Go modules";
	const listed = await shell`${go} list -deps ${build.flags} ${build.packages}`;
	const total = listed.stdout.trim().split("\n").length;

	step.note = "waiting for the compiler";
	await compiler(async () => {
		let done = 0;
		const compile = shell`${go} build -v -trimpath ${build.flags} -o ${build.output} ${build.packages}`;
		compile.stderr.on("data", (chunk: Buffer) => {
			done += String(chunk).split("\n").length - 1;
			step.note = `${Math.min(done, total)} of ${total} Go packages compiled`;
		});
		await compile;
	});
	await rm(folder, { recursive: true, force: true });
}

function environment(): NodeJS.ProcessEnv {
	return {
		...jobEnvironment(),
		CGO_ENABLED: "0",
		GOCACHE: join(goCaches, "build"),
		GOMODCACHE: join(goCaches, "mod"),
		GOFLAGS: "-modcacherw",
		GOGC: "400", // the compiler's garbage is collected when it ends
		GOTOOLCHAIN: "auto",
		GOWORK: "off",
	};
}
