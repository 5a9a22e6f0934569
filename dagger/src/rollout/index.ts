import { deployment } from "./deployment.js";
import { pod } from "./pod.js";
import { service } from "./service.js";
import { type Rule, ready } from "./state.js";

const rules: Record<string, Rule> = {
	"v1/Pod": pod,
	"v1/Service": service,
	"apps/v1/Deployment": deployment,
};

/** Whether an object has become what its manifest asks for. */
export const judge: Rule = (object, surroundings) => {
	const rule = rules[`${object.apiVersion}/${object.kind}`];
	return rule ? rule(object, surroundings) : ready("exists");
};

export { problemsOf } from "./problems.js";
export type { Problem, State, Surroundings } from "./state.js";
