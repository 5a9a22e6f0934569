import { rm } from "node:fs/promises";
import { exclusively } from "./command.ts";
import { type Docker, recall } from "./docker.ts";
import { LabError } from "./failure.ts";
import { label, name, state } from "./lab.ts";
import * as dockerd from "./offline/dockerd.ts";
import { say } from "./progress.ts";

/** Takes the lab away, but for its cache; with `keep`, only stops it. */
export const down = (keep: boolean) =>
	exclusively("down", async () => {
		const docker = await recall();
		if (docker) await takeDown(docker, keep);
		await dockerd.stop();
		if (!keep) await rm(state, { recursive: true, force: true });
		say(
			keep
				? `✓ ${name} is stopped, its volumes are kept`
				: `✓ ${name} is gone, its cache is kept`,
		);
	});

async function takeDown(docker: Docker, keep: boolean): Promise<void> {
	const answers = await docker.answers();
	if (!docker.own && !answers)
		throw new LabError(
			`the Docker engine this lab lives in does not answer (${docker.host}), so its containers cannot be removed`,
			"start it and run this again",
		);
	if (!answers && keep) return;
	if (!answers) await dockerd.start(docker); // only Docker can take its containers and volumes away
	await (keep ? stop(docker) : remove(docker));
}

const mine = ["--filter", `label=${label}`];

async function stop(docker: Docker): Promise<void> {
	const running = await docker.lines("ps", "--quiet", ...mine);
	if (running.length > 0) await docker.run(["stop", "--time=5", ...running]);
}

async function remove(docker: Docker): Promise<void> {
	const containers = await docker.lines("ps", "--all", "--quiet", ...mine);
	if (containers.length > 0)
		await docker.run(["rm", "--force", "--volumes", ...containers]);
	const volumes = await docker.lines("volume", "ls", "--quiet", ...mine);
	if (volumes.length > 0)
		await docker.run(["volume", "rm", "--force", ...volumes]);
	const networks = await docker.lines("network", "ls", "--quiet", ...mine);
	if (networks.length > 0) await docker.run(["network", "rm", ...networks]);
}
