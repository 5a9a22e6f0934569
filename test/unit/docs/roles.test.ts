import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { read } from "./repository.js";

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

/** The rights of the first Role in a file, one by one. */
function listRights(path: string): string[] {
	const [role] = parseAllDocuments(read(path)).map((one) => one.toJSON());
	return (role.rules as Rule[]).flatMap(({ apiGroups, resources, verbs }) =>
		resources.flatMap((resource) =>
			verbs.map((verb) => `${verb} ${apiGroups}/${resource}`),
		),
	);
}

test("a review has the rights of a deploy, and those on its namespace and on what may be left in it", () => {
	const deploy = listRights("docs/role.yaml");
	const review = listRights("docs/cluster-role.yaml");
	expect(deploy.filter((right) => !review.includes(right))).toEqual([]);
	expect(review.filter((right) => !deploy.includes(right))).toEqual([
		...["get", "list", "watch", "create", "delete"].map(
			(verb) => `${verb} /namespaces`,
		),
		"list /configmaps",
		"list /persistentvolumeclaims",
		"list /serviceaccounts",
		"list /replicationcontrollers",
		"list apps/daemonsets",
		"list apps/statefulsets",
		"list autoscaling/horizontalpodautoscalers",
		"list batch/cronjobs",
		"list batch/jobs",
	]);
});
