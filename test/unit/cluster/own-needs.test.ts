import { describe, expect, it } from "vitest";
import { withoutOwnNeeds } from "../../../dagger/src/cluster/own-needs.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

// What kubectl said when a real server tried the release.
const account = `Error from server (Forbidden): pods "web" is forbidden: error looking up service account shop/own: serviceaccount "own" not found`;
const priority = `Error from server (Forbidden): pods "web" is forbidden: no PriorityClass with name own was found`;
const role = `Error from server (NotFound): roles.rbac.authorization.k8s.io "own" not found`;
const other = `Error from server (Forbidden): pods "web" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1`;

const own = (kind: string): KubeObject => ({
	apiVersion: "v1",
	kind,
	metadata: { name: "own" },
});

describe("what a release needs", () => {
	it.each([
		["ServiceAccount", account],
		["PriorityClass", priority],
		["Role", role],
		["RoleBinding", role.replace("roles", "rolebindings")],
		["ClusterRole", role.replace("roles", "clusterroles")],
	])("is no refusal where it brings the %s itself", (kind, line) => {
		expect(withoutOwnNeeds(`${line}\n`, [own(kind)])).toBe("");
	});

	it("is one where it does not", () => {
		expect(withoutOwnNeeds(account, [])).toBe(account);
		expect(withoutOwnNeeds(account, [own("PriorityClass")])).toBe(account);
		expect(
			withoutOwnNeeds(account.replaceAll("own", "old"), [
				own("ServiceAccount"),
			]),
		).toContain("old");
	});

	it("hides nothing else", () => {
		const said = ["Warning: old", account, other, ""].join("\n");
		expect(withoutOwnNeeds(said, [own("ServiceAccount")])).toBe(other);
	});
});
