import type { KubeObject } from "./object.js";

/** Deployments, Pods, Jobs and most custom resources have conditions of this form. */
export type Condition = {
	type: string;
	status: string;
	reason?: string;
	lastTransitionTime?: string;
	observedGeneration?: number;
	message?: string;
};

export function listConditions({ status }: KubeObject): Condition[] {
	const { conditions } = (status ?? {}) as { conditions?: unknown };
	return Array.isArray(conditions) ? conditions : [];
}

export function findCondition(
	object: KubeObject,
	type: string,
): Condition | undefined {
	return listConditions(object).find((condition) => condition.type === type);
}
