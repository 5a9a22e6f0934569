import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../../failure.ts";
import type { Step } from "../../progress.ts";
import { $ } from "../../shell.ts";
import { draftFolder } from "../cache.ts";
import { install } from "../packages.ts";
import { cache } from "../places.ts";
import { versions } from "../versions.ts";

let found: Promise<string> | undefined;

/** A `go` that can fetch the version a module asks for (1.21 and later), else the toolchain itself, from the Go proxy. */
export function goCommand(step: Step): Promise<string> {
	found ??= find(step);
	return found;
}

async function find(step: Step): Promise<string> {
	for (const candidate of ["go", "/usr/local/go/bin/go"]) {
		const { stdout } = await $({
			quiet: true,
			nothrow: true,
		})`${candidate} version`;
		if (fetchesToolchains(stdout)) return candidate;
	}
	return join(await toolchain(step), "bin/go");
}

export function fetchesToolchains(version: string): boolean {
	const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(version) ?? [];
	return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 21);
}

/** The folder of the toolchain whose version is pinned, from the Go proxy. */
export async function toolchain(step: Step): Promise<string> {
	const { name, sha256 } = pinned();
	const kept = join(cache, "artifacts", name);
	const folder = join(kept, `golang.org/toolchain@${name}`);
	if (existsSync(folder)) return folder;
	await install(step, { unzip: "unzip" });
	step.note = `fetching ${versions.go.version}`;
	const draft = await draftFolder("toolchain");
	const zip = join(draft, "go.zip");
	const url = `${proxy(process.env.GOPROXY)}/golang.org/toolchain/@v/${name}.zip`;
	const answer = await fetch(url);
	if (!answer.ok)
		throw new LabError(
			`Go cannot be fetched: ${url} answers ${answer.status}`,
			"install Go 1.21 or later and run it again",
		);
	await writeFile(zip, Buffer.from(await answer.arrayBuffer()));
	const actual = createHash("sha256")
		.update(await readFile(zip))
		.digest("hex");
	if (actual !== sha256)
		throw new LabError(
			`${url} is not what it should be: its SHA-256 is ${actual}, not ${sha256}`,
			"install Go 1.21 or later and run it again",
		);
	await step.$`unzip -q ${zip} -d ${join(draft, "go")}`;
	await step.$`chmod -R u+x ${join(draft, "go")}`;
	await mkdir(join(cache, "artifacts"), { recursive: true });
	await rename(join(draft, "go"), kept);
	return folder;
}

function pinned() {
	const arch = process.arch === "arm64" ? "arm64" : "amd64";
	return {
		name: `v0.0.1-${versions.go.version}.linux-${arch}`,
		sha256: versions.go.sha256[arch],
	};
}

/** The first proxy of Go's own setting. */
export function proxy(setting = ""): string {
	const [first = ""] = setting.split(/[,|]/);
	return /^https?:/.test(first)
		? first.replace(/\/$/, "")
		: "https://proxy.golang.org";
}
