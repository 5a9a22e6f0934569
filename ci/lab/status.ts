import { existing } from "./containers.ts";
import { type Docker, recall } from "./docker.ts";
import { healthy, registryUrl } from "./health.ts";
import { container, mirrorAddress, name, registryAddress } from "./lab.ts";

export interface PartStatus {
	part: string;
	state: string;
	details: string[];
}

/** One entry per part. */
export async function status(): Promise<PartStatus[]> {
	const docker = await recall();
	if (!docker) return [{ part: name, state: "down", details: [] }];
	if (!(await docker.answers()))
		return [{ part: "docker", state: "down", details: [docker.host] }];
	const there = await existing(docker);
	const parts = new Set(["engine", "registry", "node", ...there.keys()]);
	const containers = [...parts].map((part) =>
		partStatus(docker, part, there.has(part)),
	);
	return [await dockerStatus(docker), ...(await Promise.all(containers))];
}

async function dockerStatus(docker: Docker): Promise<PartStatus> {
	const version = await docker.read(
		"version",
		"--format",
		"{{.Server.Version}}",
	);
	const whose = docker.own ? "the lab's own" : "the user's";
	return {
		part: "docker",
		state: "up",
		details: [version, whose, docker.host],
	};
}

async function partStatus(
	docker: Docker,
	part: string,
	exists: boolean,
): Promise<PartStatus> {
	if (!exists) return { part, state: "missing", details: [] };
	const format = "{{.State.Running}} {{.State.StartedAt}} {{.Config.Image}}";
	const [running, startedAt = "", image = ""] = (
		await docker.read("inspect", "--format", format, container(part))
	).split(" ");
	if (running !== "true") return { part, state: "stopped", details: [image] };
	const state = (await healthy(docker, part)) ? "up" : "unhealthy";
	return {
		part,
		state,
		details: [image, `for ${since(startedAt)}`, await address(docker, part)],
	};
}

async function address(docker: Docker, part: string): Promise<string> {
	if (part === "registry")
		return `${registryAddress}, ${await registryUrl(docker)}`;
	if (part === "mirror") return mirrorAddress;
	if (part === "engine") return `docker-container://${container(part)}`;
	const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
	return `https://${await docker.read("inspect", "--format", format, container(part))}:6443`;
}

export function since(startedAt: string, now = Date.now()): string {
	const seconds = Math.max(0, Math.round((now - Date.parse(startedAt)) / 1000));
	const [days, hours, minutes] = [86400, 3600, 60].map((unit) =>
		Math.floor(seconds / unit),
	) as [number, number, number];
	if (days > 0) return `${days} d ${hours % 24} h`;
	if (hours > 0) return `${hours} h ${minutes % 60} min`;
	return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

export function table(parts: PartStatus[]): string {
	return parts
		.map(({ part, state, details }) =>
			`${part.padEnd(9)} ${state.padEnd(9)} ${details.join("  ")}`.trimEnd(),
		)
		.join("\n");
}
