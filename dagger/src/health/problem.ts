import { classify } from "../failures/catalogue.js";
import type { Cause } from "../failures/cause.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import type { Health, Problem } from "./health.js";

/** What the catalogue makes of a reason and a message about an object. */
export function findProblem(
	object: KubeObject,
	reason: string,
	message: string,
	more: Pick<Problem, "container" | "terminations" | "terminatedEarly"> & {
		facts?: string;
	} = {},
): Problem | undefined {
	const cause = classify(reason, message);
	if (cause === undefined) return undefined;
	const facts = shorten(message) || reason;
	return { object: formatName(object), facts, message, cause, ...more };
}

/** The first sentence, or the words that fit on a line: a part of one could be that of a secret. */
export function shorten(text: string, length = 160): string {
	const first = text.split(/\n|\. /, 1)[0]?.trim() ?? "";
	if (first.length <= length) return first;
	return `${first.slice(0, first.lastIndexOf(" ", length) + 1)}…`;
}

/** The problem that ends the deploy first. */
export function findWorst(
	problems: (Problem | undefined)[],
): Problem | undefined {
	return problems
		.filter((problem) => problem !== undefined)
		.sort((a, b) => patienceWith(a.cause) - patienceWith(b.cause))
		.at(0);
}

function patienceWith({ class: kind, grace }: Cause): number {
	return { fatal: -1, transient: grace, pending: Infinity }[kind];
}

/** The same problem, which may heal after all, for so many seconds. */
export function withGrace(problem: Problem, grace: number): Problem {
	return { ...problem, cause: { ...problem.cause, class: "transient", grace } };
}

/** A problem in words, to be read after the name of the object that has it, itself or in what it made. */
export function describe(problem: Problem, owner: KubeObject): string {
	const { object, container, facts, cause } = problem;
	const whose = object === formatName(owner) ? "" : `${object} `;
	const where = container && `container ${container}`;
	const details = [where, facts].filter(Boolean).join(", ");
	return `${whose}${cause.sentence}${details && ` (${details})`}`;
}

/** The health of an object with a problem: what is fatal has failed, all else goes on with it. */
export function withProblem(
	problem: Problem,
	message: string,
	status: Health["status"] = problem.cause.class === "fatal"
		? "failed"
		: "progressing",
): Health {
	const part = { name: problem.object, isReady: false, problems: [problem] };
	return { status, message, problem, parts: [part] };
}
