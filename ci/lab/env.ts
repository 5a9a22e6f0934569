import { existsSync } from "node:fs";
import { kubeconfig } from "./access.ts";
import { existing } from "./containers.ts";
import { type Docker, recall } from "./docker.ts";
import { LabError } from "./failure.ts";
import { registryUrl } from "./health.ts";
import {
	container,
	name,
	namespace,
	reader,
	registryAddress,
	roles,
	username,
} from "./lab.ts";
import { password } from "./password.ts";

/** What a process needs to use the lab, beside PATH. */
export async function variables(): Promise<Record<string, string>> {
	const docker = await livingDocker();
	return {
		_EXPERIMENTAL_DAGGER_RUNNER_HOST: `docker-container://${container("engine")}`,
		KUBECONFIG: kubeconfig,
		// What the pipeline is given: with these, dagger call deploy needs no more.
		DOCKER_HUB_REGISTRY: registryAddress,
		DOCKER_HUB_USERNAME: username,
		DOCKER_HUB_PASSWORD: await password(),
		KUBE_NAMESPACE: namespace,
		LAB_REGISTRY: registryAddress,
		LAB_REGISTRY_URL: await registryUrl(docker),
		LAB_USERNAME: username,
		LAB_PASSWORD: await password(),
		LAB_READER: reader,
		LAB_READER_PASSWORD: await password(reader),
		...(docker.own ? { DOCKER_HOST: docker.host } : {}),
	};
}

/** Lines for a shell to `eval`; the programs come first on its PATH. */
export function exports(
	programs: string,
	variables: Record<string, string>,
): string {
	const lines = Object.entries(variables).map(
		([name, value]) => `export ${name}=${quoted(value)}`,
	);
	return [`export PATH=${quoted(programs)}:"$PATH"`, ...lines].join("\n");
}

/** A word that every POSIX shell reads back as it was. */
export const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

async function livingDocker(): Promise<Docker> {
	const docker = await recall();
	const there =
		docker && (await docker.answers()) ? await existing(docker) : new Map();
	const up = [...roles, ...there.keys()].every(
		(role) => there.get(role)?.running,
	);
	if (!docker || !up || !existsSync(kubeconfig))
		throw new LabError(`${name} is not up`, "run ci/lab/up");
	return docker;
}
