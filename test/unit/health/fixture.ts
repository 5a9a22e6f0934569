import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Health } from "../../../dagger/src/health/health.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const folder = join(import.meta.dirname, "../../fixtures");

/** An object of the cluster and all that was around it, as ci/record/fixtures.ts took them. */
export type Fixture = { object: KubeObject; others: KubeObject[] };

/** Names such as `pod/crash-loop.waiting`. */
export function namesOf(end: ".json" | ".txt", start = ""): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => file.startsWith(start) && file.endsWith(end))
		.map((file) => file.slice(0, -end.length));
}

export function text(file: string): string {
	return readFileSync(join(folder, file), "utf8");
}

export function load(name: string): Fixture {
	return JSON.parse(text(`${name}.json`));
}

/** Judges with the digest that the object asks for, if it asks for one. */
export function verdict({ object, others }: Fixture): Health {
	const digest = /sha256:\w{64}/.exec(JSON.stringify(object.spec))?.[0];
	return checkHealth(object, { others, digest });
}

/** A verdict in one line, without what differs each time the fixtures are taken. */
export function lineOf({ status, message, problem }: Health): string {
	const cause = problem ? ` [${problem.cause.name}]` : "";
	const same = message
		.replace(/fixtures-[\w-]+/g, "fixtures-*")
		.replace(/Pod app-[\w-]+/g, "Pod app-*")
		.replace(/"app-[\w-]+"/g, '"app-*"')
		.replace(/\d+(?:\.\d+){3}/g, "IP")
		.replace(/, \d+ restarts?/g, "");
	return `${status}: ${same}${cause}`;
}
