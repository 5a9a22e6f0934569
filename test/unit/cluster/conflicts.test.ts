import { describe, expect, it } from "vitest";
import { isFormerOwner } from "../../../dagger/src/cluster/conflicts.js";
import { text } from "../health/fixture.js";

// What kubectl said when a real server was asked to apply over what others had set.
const refusal = (name: string) => text(`${name}.txt`);

describe("a conflict", () => {
	it("with kubectl by hand may be resolved without asking", () => {
		expect(isFormerOwner(refusal("conflict/kubectl"))).toBe(true);
	});

	it.each(
		["create", "run", "set", "edit", "patch"].map((verb) => `kubectl-${verb}`),
	)("with %s as well", (manager) => {
		const one = `error: Apply failed with 1 conflict: conflict with "${manager}" using v1: .spec.selector`;
		expect(isFormerOwner(one)).toBe(true);
	});

	it.each(["conflict/other", "conflict/several", "immutable/pod-and-conflict"])(
		"with another manager may not: %s",
		(name) => {
			expect(isFormerOwner(refusal(name))).toBe(false);
		},
	);

	it.each(["kubectl-autoscaler", "my-kubectl", "kubectl-"])(
		"with %s may not, for all its name",
		(manager) => {
			const one = `error: Apply failed with 1 conflict: conflict with "${manager}": .spec.selector`;
			expect(isFormerOwner(one)).toBe(false);
		},
	);

	it("is not every refusal", () => {
		expect(isFormerOwner(refusal("immutable/pod-field"))).toBe(false);
		expect(isFormerOwner("")).toBe(false);
	});
});
