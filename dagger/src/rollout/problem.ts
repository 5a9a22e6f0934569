import { classify, type Failure } from "../failures/index.js";
import { type KubeObject, nameOf } from "../manifests/objects.js";
import type { Problem, State } from "./state.js";

/** What the catalogue makes of a reason and a message about an object. */
export function problemOf(
	object: KubeObject,
	reason: string,
	message: string,
	more: { container?: string; facts?: string } = {},
): Problem | undefined {
	const failure = classify(reason, message);
	if (failure === undefined) return undefined;
	const facts = shortened(message) || reason;
	return { object: nameOf(object), facts, message, failure, ...more };
}

/** The first sentence, or what fits on a line. */
export function shortened(text: string, length = 160): string {
	const first = text.split(/\n|\. /, 1)[0]?.trim() ?? "";
	return first.length > length ? `${first.slice(0, length)}…` : first;
}

/** The problem that ends the deploy first. */
export function worst(problems: (Problem | undefined)[]): Problem | undefined {
	return problems
		.filter((problem) => problem !== undefined)
		.sort((a, b) => patienceWith(a.failure) - patienceWith(b.failure))
		.at(0);
}

function patienceWith({ class: kind, grace }: Failure): number {
	return { "never-heals": -1, "may-heal": grace, slow: Infinity }[kind];
}

/** The same problem, which may heal after all, for so many seconds. */
export function withGrace(problem: Problem, grace: number): Problem {
	const failure: Failure = { ...problem.failure, class: "may-heal", grace };
	return { ...problem, failure };
}

/** A problem in words, to be read after the name of the object that has it, itself or in what it made. */
export function describe(problem: Problem, owner: KubeObject): string {
	const { object, container, facts, failure } = problem;
	const whose = object === nameOf(owner) ? "" : `${object} `;
	const where = container && `container ${container}`;
	const details = [where, facts].filter(Boolean).join(", ");
	return `${whose}${failure.sentence}${details && ` (${details})`}`;
}

/** The state of an object with a problem: what cannot heal has failed, all else waits with it. */
export function troubled(problem: Problem, message: string): State {
	const hopeless = problem.failure.class === "never-heals";
	return { phase: hopeless ? "failed" : "waiting", message, problem };
}
