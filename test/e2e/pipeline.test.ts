import { createHash } from "node:crypto";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands, job } from "../unit/gitlab/pipeline.js";
import {
	folder,
	freshNamespace,
	kubectl,
	root,
	run,
	shell,
	slipway,
	variable,
} from "./support/lab.js";

test("the job deploys as it stands, with nothing but its variables", async () => {
	const namespace = await freshNamespace("pipeline");
	const { code, stdout, stderr } = await runJob({
		KUBE_NAMESPACE: namespace,
	});

	expect(stderr).toContain("✓ deployed");
	expect(code).toBe(0);
	expect(stdout + stderr).not.toContain(variable("LAB_PASSWORD"));
	expect(await kubectl("-n", namespace, "get", "pods", "-o", "name")).toBe(
		"pod/flask-app\n",
	);
	const history = await slipway({ namespace }, "history");
	expect(history.stdout, history.stderr).toMatch(
		/^\* 1 .* deployed .*\/jobs\/7 +4f1c2ab /,
	);
});

test("the job fails as the deploy fails", async () => {
	const { code, stderr } = await runJob({ KUBE_NAMESPACE: "nowhere" });

	expect(stderr).toContain("Error: namespace nowhere does not exist");
	expect(code).not.toBe(0);
});

test("the job runs nothing of a release whose checksum differs", async () => {
	const { DAGGER_SHA256 = "" } = job.variables;
	const { code, bin } = await runJob({ DAGGER_SHA256 });

	expect(code).not.toBe(0);
	await expect(stat(join(bin, "dagger"))).rejects.toThrow("ENOENT");
});

/** Runs the job's own lines in a fresh clone; only the download of the release is local. */
async function runJob(variables: Record<string, string>) {
	const clone = join(await folder({}), "clone");
	const bin = await folder({});
	const release = join(await folder({}), "release.tar.gz");
	await shell`git clone --quiet ${root} ${clone}`;
	const { stdout: cli } = await run("sh", ["-c", "command -v dagger"]);
	await shell`tar -czhf ${release} -C ${join(cli.trim(), "..")} dagger`;
	await writeFile(join(bin, "wget"), `#!/bin/sh\ncp ${release} "$2"\n`);
	await chmod(join(bin, "wget"), 0o755);
	const lines = commands
		.join("\n")
		.replaceAll("/tmp/", `${bin}/`)
		.replaceAll("/usr/local/bin", bin);
	const { exitCode, stdout, stderr } = await shell({
		cwd: clone,
		env: {
			...process.env,
			...job.variables,
			DOCKER_HOST: process.env.DOCKER_HOST,
			DOCKER_TLS_VERIFY: undefined,
			PATH: `${bin}:${process.env.PATH}`,
			DAGGER_SHA256: createHash("sha256")
				.update(await readFile(release))
				.digest("hex"),
			// Docker Hub is the default: here it is the lab's registry.
			DOCKER_HUB_REGISTRY: variable("LAB_REGISTRY"),
			DOCKER_HUB_USERNAME: variable("LAB_USERNAME"),
			DOCKER_HUB_IMAGE_NAME: "flask-app",
			DOCKER_HUB_PASSWORD: variable("LAB_PASSWORD"),
			CI_COMMIT_SHORT_SHA: "4f1c2ab",
			CI_COMMIT_TIMESTAMP: "2026-11-23T13:02:11+00:00",
			CI_JOB_URL: "https://gitlab.example.com/alice/flask-app/-/jobs/7",
			...variables,
		},
	})`sh -ex -c ${lines}`;
	return { code: exitCode, stdout, stderr, bin };
}
