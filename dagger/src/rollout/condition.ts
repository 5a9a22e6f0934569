import type { KubeObject } from "../manifests/objects.js";

export type Condition = {
	type: string;
	status: string;
	reason?: string;
	message?: string;
};

export function conditionsOf({ status }: KubeObject): Condition[] {
	const { conditions } = (status ?? {}) as { conditions?: unknown };
	return Array.isArray(conditions) ? conditions : [];
}

export function conditionOf(object: KubeObject, type: string) {
	return conditionsOf(object).find((condition) => condition.type === type);
}
