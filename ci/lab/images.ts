import type { Docker } from "./docker.ts";
import * as standIns from "./offline/standins.ts";
import { step } from "./progress.ts";
import { versions } from "./versions.ts";

export interface Images {
	engine: string;
	registry: string;
	node: string;
	/** What a GitLab job runs in, by the tag that the pipeline names. */
	job: string;
	/** Only where Docker Hub cannot be pulled from: it serves what the pipeline pulls from there. */
	mirror: string | undefined;
}

/** What a container of the lab is for. */
export type Role = keyof Images;

const published = {
	engine: `registry.dagger.io/engine:${versions.dagger}`,
	registry: `registry:${versions.registry}`,
	node: `rancher/k3s:${versions.k3s}`,
	job: `docker:${versions.docker}`,
};

type Published = keyof typeof published;

/** Where images come from. */
export interface Sources {
	there(tag: string): boolean;
	pull(role: Role, tag: string): Promise<boolean>;
	/** What stands in for an image that cannot be pulled: its tag, whether it was built before, and its building. */
	standIn(role: Role): string;
	kept(role: Role): Promise<boolean>;
	build(roles: Role[]): Promise<void>;
}

export async function obtainImages(docker: Docker): Promise<Images> {
	const list = ["image", "ls", "--format={{.Repository}}:{{.Tag}}"];
	const there = await docker.lines(...list);
	const ours = `--filter=label=${standIns.label}`;
	const standInTags = await docker.lines(...list, ours);
	const images = await choose({
		there: (tag) => there.includes(tag) && !standInTags.includes(tag),
		pull: (role, tag) => pull(docker, role, tag),
		standIn: standIns.tag,
		kept: (role) => standIns.kept(docker, role),
		build: (roles) => standIns.build(docker, roles),
	});
	if (images.job !== published.job)
		await docker.run(["tag", images.job, published.job]);
	return images;
}

/** As published, if that is there; else the stand-in, if it is kept; else pulled; else built. */
export async function choose(sources: Sources): Promise<Images> {
	const missing: Role[] = [];
	const find = async (role: Published): Promise<string> => {
		const tag = published[role];
		if (sources.there(tag)) return tag;
		if (await sources.kept(role)) return sources.standIn(role);
		if (await sources.pull(role, tag)) return tag;
		missing.push(role);
		return sources.standIn(role);
	};
	const [engine, registry, node, job] = await Promise.all([
		find("engine"),
		find("registry"),
		find("node"),
		find("job"),
	]);
	const mirrored = registry !== published.registry || node !== published.node;
	if (mirrored && !(await sources.kept("mirror"))) missing.push("mirror");
	if (missing.length > 0) await sources.build(missing);
	const mirror = mirrored ? sources.standIn("mirror") : undefined;
	return { engine, registry, node, job, mirror };
}

/** False where the registry cannot be reached, or says nothing for half a minute. */
function pull(docker: Docker, role: Role, tag: string): Promise<boolean> {
	return step(`${role} image`, `pulling ${tag}`, async (step) => {
		const pulling = docker.run(["pull", tag], step.$).nothrow();
		const silence = setTimeout(() => void pulling.kill(), 30_000);
		pulling.stdout.once("data", () => clearTimeout(silence));
		const { exitCode } = await pulling;
		clearTimeout(silence);
		step.outcome =
			exitCode === 0 ? "" : "cannot be pulled here, so it is built";
		return exitCode === 0;
	});
}
