import { describe, expect, it } from "vitest";
import { met, unknown, unmet } from "../../../dagger/src/failures/check.js";
import {
	formatChecks,
	formatDiagnosis,
} from "../../../dagger/src/report/doctor.js";

const checks = [
	met("login", "docker.io accepts alice"),
	unmet("pull secret", "is another's\n  and more", "give it another name"),
	unknown("platforms", "the account may not look at the nodes"),
];

describe("the doctor", () => {
	it("has a line for each check, and the next step where there is one to take", () => {
		expect(formatChecks(checks)).toBe(
			`✓ login        docker.io accepts alice
✗ pull secret  is another's and more
  next         give it another name
? platforms    the account may not look at the nodes`,
		);
	});

	it.each([
		[checks.slice(0, 1), "1 of 1 checks are good"],
		[[checks[0], checks[2]], "1 of 2 checks are good, 1 cannot be known"],
		[checks, "1 of 3 checks found what would stop a deploy, 1 cannot be known"],
	])("counts: %#", (some, verdict) => {
		expect(formatDiagnosis(some.flatMap((check) => check ?? []))).toBe(verdict);
	});
});
