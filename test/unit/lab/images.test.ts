import { expect, test } from "vitest";
import { choose, type Role } from "../../../ci/lab/images.ts";

const engine = /^registry\.dagger\.io\/engine:/;
const registry = /^registry:/;
const node = /^rancher\/k3s:/;
const job = /^docker:.*-cli$/;
const all = [engine, registry, node, job];

/** What is there, can be pulled and is kept; gives the images that are chosen, and what was done to have them. */
async function chosen(
	there: RegExp[],
	pullable: RegExp[],
	kept: Role[] = [],
): Promise<[string[], string[]]> {
	const done: string[] = [];
	const among = (tag: string, some: RegExp[]) => some.some((e) => e.test(tag));
	const images = await choose({
		there: (tag) => among(tag, there),
		pull: async (role, tag) => {
			done.push(`pull ${role}`);
			return among(tag, pullable);
		},
		standIn: (role) => `stand-in ${role}`,
		kept: async (role) => kept.includes(role),
		build: async (roles) => {
			done.push(`build ${roles.join(", ")}`);
		},
	});
	const standIns = Object.values(images).filter((e) => e?.startsWith("stand"));
	return [standIns.map((e) => e.replace("stand-in ", "")), done];
}

const pulls = ["pull engine", "pull registry", "pull node", "pull job"];
const everything: Role[] = ["engine", "registry", "node", "job", "mirror"];

test.each([
	["all are there", all, [], [], [], []],
	["all can be pulled", [], all, [], [], pulls],
	[
		"none can be pulled",
		[],
		[],
		[],
		everything,
		[...pulls, `build ${everything.join(", ")}`],
	],
	["stand-ins are kept", [], all, everything, everything, []],
	[
		"only Docker Hub can be pulled from",
		[],
		[registry, node, job],
		[],
		["engine"],
		[...pulls, "build engine"],
	],
	[
		"Docker Hub cannot be pulled from",
		[engine],
		[],
		["registry"],
		["registry", "node", "job", "mirror"],
		["pull node", "pull job", "build node, job, mirror"],
	],
] as const)("%s", async (_, there, pullable, kept, standIns, done) => {
	expect(await chosen([...there], [...pullable], [...kept])).toEqual([
		standIns,
		done,
	]);
});
