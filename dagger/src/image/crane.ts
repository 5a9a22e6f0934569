import { dag, ReturnType } from "@dagger.io/dagger";
import { toolbox, uncached } from "../kubectl/toolbox.js";
import { type Credentials, formatDockerConfig } from "./account.js";

// Dagger prints all that a program prints: this is of interest only where it fails.
const script =
	'for tag; do crane tag "$0" "$tag" || exit 1; done >/tmp/output 2>&1';

/** Sets tags on an image that is in its registry. The engine itself could only push it anew, with another digest. */
export async function setTags(
	image: string,
	credentials: Credentials,
	tags: string[],
): Promise<void> {
	const config = dag.setSecret(
		"slipway-registry-login",
		formatDockerConfig(credentials),
	);
	const crane = dag
		.container()
		.from("gcr.io/go-containerregistry/crane:v0.20.6")
		.file("/ko-app/crane");
	const box = toolbox()
		.withMountedFile("/usr/local/bin/crane", crane)
		.withMountedSecret("/run/docker/config.json", config)
		.withEnvVariable("DOCKER_CONFIG", "/run/docker");
	const done = uncached(box).withExec(["sh", "-c", script, image, ...tags], {
		expect: ReturnType.Any,
	});
	if ((await done.exitCode()) === 0) return;
	const output = await done.file("/tmp/output").contents();
	throw new Error(output.trim().split("\n").at(-1));
}
