import type { Docker } from "./docker.ts";
import { container, registryAddress } from "./lab.ts";

/** Does a role do its work? What is published on the host, asks the host; else the container is asked. */
export async function healthy(docker: Docker, role: string): Promise<boolean> {
	const checks: Record<string, () => Promise<boolean>> = {
		engine: () => engineAnswers(docker),
		node: () => nodeReady(docker),
		registry: () => registryAnswers(docker),
	};
	return (await checks[role]?.()) ?? isRunning(docker, role);
}

async function isRunning(docker: Docker, role: string): Promise<boolean> {
	const args = ["inspect", "--format", "{{.State.Running}}", container(role)];
	return (await docker.run(args).nothrow()).stdout.trim() === "true";
}

/** The way the CLI goes in; before there is a socket, it would wait for one. */
async function engineAnswers(docker: Docker): Promise<boolean> {
	const dial =
		"test -S /run/dagger/engine.sock && exec buildctl dial-stdio </dev/null";
	const args = ["exec", container("engine"), "sh", "-c", dial];
	const answer = docker.run(args).nothrow().timeout("5s");
	return (await answer).exitCode === 0;
}

export async function registryUrl(docker: Docker): Promise<string> {
	const args = ["port", container("registry"), "5000/tcp"];
	const [address] = (await docker.run(args).nothrow()).stdout.split("\n");
	return address ? `http://${address}` : `http://${registryAddress}`;
}

async function registryAnswers(docker: Docker): Promise<boolean> {
	const url = `${await registryUrl(docker)}/v2/`;
	const signal = AbortSignal.timeout(2000);
	return (await fetch(url, { signal }).catch(() => undefined))?.status === 401;
}

async function nodeReady(docker: Docker): Promise<boolean> {
	const [get, inspect] = await Promise.all([
		docker
			.run([
				"exec",
				container("node"),
				"kubectl",
				"get",
				"node",
				"lab",
				"--output=json",
			])
			.nothrow()
			.timeout("10s"),
		docker
			.run(["inspect", "--format", "{{.State.StartedAt}}", container("node")])
			.nothrow(),
	]);
	return get.exitCode === 0 && readySince(get.stdout, inspect.stdout.trim());
}

interface Condition {
	type: string;
	status: string;
	lastHeartbeatTime: string;
}

/** Ready, said by the kubelet that runs now: the object in etcd outlives a restart. */
export function readySince(nodeJson: string, startedAt: string): boolean {
	const { status } = JSON.parse(nodeJson) as {
		status: { conditions?: Condition[] };
	};
	const started = Math.floor(Date.parse(startedAt) / 1000) * 1000;
	return (status.conditions ?? []).some(
		({ type, status, lastHeartbeatTime }) =>
			type === "Ready" &&
			status === "True" &&
			Date.parse(lastHeartbeatTime) >= started,
	);
}
