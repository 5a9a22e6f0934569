// What kubectl calls itself when it applies, creates or runs something the old way.
const kubectls = [
	"kubectl-client-side-apply",
	"kubectl-create",
	"kubectl-run",
	"kubectl-rollout",
	"kubectl",
];

/**
 * Whether a refusal says that nobody but kubectl by hand, or a pipeline before this one, owns the fields: they may be
 * taken over without being asked to, which a controller's or another tool's may not.
 */
export function isFormerKubectl(stderr: string): boolean {
	const managers = [...stderr.matchAll(/conflicts? with "([^"]+)"/g)].map(
		([, manager]) => manager ?? "",
	);
	return (
		managers.length > 0 &&
		managers.every((manager) => kubectls.includes(manager))
	);
}
