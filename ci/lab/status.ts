import { existing } from "./containers.ts";
import { type Docker, recall } from "./docker.ts";
import { healthy, registryUrl } from "./health.ts";
import {
	container,
	mirrorAddress,
	name,
	registryAddress,
	roles,
} from "./lab.ts";

export interface Row {
	title: string;
	state: string;
	details: string[];
}

/** Docker and each role. */
export async function status(): Promise<Row[]> {
	const docker = await recall();
	if (!docker) return [{ title: name, state: "down", details: [] }];
	if (!(await docker.answers()))
		return [{ title: "docker", state: "down", details: [docker.host] }];
	const there = await existing(docker);
	const containers = [...new Set([...roles, ...there.keys()])].map((role) =>
		roleStatus(docker, role, there.has(role)),
	);
	return [await dockerStatus(docker), ...(await Promise.all(containers))];
}

async function dockerStatus(docker: Docker): Promise<Row> {
	const version = await docker.read(
		"version",
		"--format",
		"{{.Server.Version}}",
	);
	const whose = docker.own ? "the lab's own" : "the user's";
	return {
		title: "docker",
		state: "up",
		details: [version, whose, docker.host],
	};
}

async function roleStatus(
	docker: Docker,
	role: string,
	exists: boolean,
): Promise<Row> {
	if (!exists) return { title: role, state: "missing", details: [] };
	const format = "{{.State.Running}} {{.State.StartedAt}} {{.Config.Image}}";
	const [running, startedAt = "", image = ""] = (
		await docker.read("inspect", "--format", format, container(role))
	).split(" ");
	if (running !== "true")
		return { title: role, state: "stopped", details: [image] };
	const state = (await healthy(docker, role)) ? "up" : "unhealthy";
	return {
		title: role,
		state,
		details: [image, `for ${since(startedAt)}`, await address(docker, role)],
	};
}

async function address(docker: Docker, role: string): Promise<string> {
	if (role === "registry")
		return `${registryAddress}, ${await registryUrl(docker)}`;
	if (role === "mirror") return mirrorAddress;
	if (role === "engine") return `docker-container://${container(role)}`;
	const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
	return `https://${await docker.read("inspect", "--format", format, container(role))}:6443`;
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

export function table(rows: Row[]): string {
	return rows
		.map(({ title, state, details }) =>
			`${title.padEnd(9)} ${state.padEnd(9)} ${details.join("  ")}`.trimEnd(),
		)
		.join("\n");
}
