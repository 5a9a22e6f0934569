import type { KubeObject } from "../kubernetes/object.js";

/**
 * What a Pod is refused for the lack of, although the same release brings it: in a dry run nothing is there yet.
 * The words are those of plugin/pkg/admission/serviceaccount, plugin/pkg/admission/priority and pkg/registry/rbac.
 */
const needs: [kind: string, pattern: RegExp][] = [
	["ServiceAccount", /serviceaccount "(?<name>[^"]+)" not found$/],
	["Role", /\sroles\.\S+ "(?<name>[^"]+)" not found$/],
	["ClusterRole", /\sclusterroles\.\S+ "(?<name>[^"]+)" not found$/],
	// A dry run words the lack of the role as that of the binding itself.
	["RoleBinding", /\srolebindings\.\S+ "(?<name>[^"]+)" not found$/],
	[
		"ClusterRoleBinding",
		/\sclusterrolebindings\.\S+ "(?<name>[^"]+)" not found$/,
	],
	["PriorityClass", /no PriorityClass with name (?<name>\S+) was found$/],
];

/** The refusals of a dry run, without warnings, and without those that the release itself will end. */
export function withoutOwnNeeds(stderr: string, objects: KubeObject[]): string {
	const isOwn = (line: string) =>
		needs.some(([kind, pattern]) => {
			const name = pattern.exec(line)?.groups?.name;
			return objects.some(
				(object) => object.kind === kind && object.metadata.name === name,
			);
		});
	return stderr
		.split("\n")
		.filter((line) => !/^(?:\s*$|Warning: )/.test(line) && !isOwn(line))
		.join("\n");
}
