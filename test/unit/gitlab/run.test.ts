import { execSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commands, job } from "./pipeline.js";

// The job's own lines, run by a shell: only the network and dagger itself are stand-ins.
let dir: string;

const read = (path: string) => fs.readFileSync(join(dir, path), "utf8");
const script = (path: string, lines: string) =>
	fs.writeFileSync(join(dir, path), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });

beforeEach(() => {
	dir = fs.mkdtempSync(join(tmpdir(), "pipeline-"));
	for (const folder of ["bin", "stubs", "release"])
		fs.mkdirSync(join(dir, folder));
	script(
		"release/dagger",
		`printf '%s\\n' "$@" >${dir}/argv; exit $DAGGER_EXIT`,
	);
	execSync("tar -czf release.tar.gz -C release dagger", { cwd: dir });
	script("stubs/wget", `echo "$3" >${dir}/url; cp ${dir}/release.tar.gz "$2"`);
});

afterEach(() => fs.rmSync(dir, { recursive: true }));

const password = 's3cret-pa$$ "word"';

function run(variables: Record<string, string> = {}) {
	const archive = fs.readFileSync(`${dir}/release.tar.gz`);
	const lines = commands
		.join("\n")
		.replaceAll("/tmp/", `${dir}/`)
		.replaceAll("/usr/local/bin", `${dir}/bin`);
	return spawnSync("sh", ["-ex", "-c", lines], {
		encoding: "utf8",
		env: {
			...job.variables,
			PATH: `${dir}/stubs:${dir}/bin:${process.env.PATH}`,
			DAGGER_SHA256: createHash("sha256").update(archive).digest("hex"),
			DAGGER_EXIT: "0",
			DOCKER_HUB_USERNAME: "alice",
			DOCKER_HUB_IMAGE_NAME: "flask-health-app",
			DOCKER_HUB_PASSWORD: password,
			KUBECONFIG: "/builds/app.tmp/KUBECONFIG",
			KUBE_NAMESPACE: "team",
			...variables,
		},
	});
}

it("downloads the pinned release and makes the one call", () => {
	expect(run().status).toBe(0);
	const { DAGGER_VERSION: version } = job.variables;
	expect(read("url").trim()).toBe(
		`https://dl.dagger.io/dagger/releases/${version}/dagger_v${version}_linux_amd64.tar.gz`,
	);
	expect(read("argv").trim().split("\n")).toEqual([
		"call",
		"--username=alice",
		"--image-name=flask-health-app",
		"--password=env://DOCKER_HUB_PASSWORD",
		"deploy",
		"--kubeconfig=file:///builds/app.tmp/KUBECONFIG",
		"--namespace=team",
		"files",
		"export",
		"--path=report",
	]);
});

it("shows the password nowhere, not even when the shell traces", () => {
	const { stdout, stderr } = run();
	expect(stderr).toContain("+ dagger call");
	expect(stdout + stderr + read("argv")).not.toContain(password);
});

it("runs nothing of a release whose checksum differs", () => {
	const { DAGGER_SHA256 = "" } = job.variables;
	expect(run({ DAGGER_SHA256 }).status).not.toBe(0);
	expect(fs.existsSync(`${dir}/bin/dagger`)).toBe(false);
});

it("fails as the deployment fails", () => {
	expect(run({ DAGGER_EXIT: "2" }).status).toBe(2);
});
