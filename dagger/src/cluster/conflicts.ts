// What kubectl calls itself when it applies, creates or changes something the old way.
const kubectls = [
	"kubectl-client-side-apply",
	"kubectl-create",
	"kubectl-run",
	"kubectl-rollout",
	"kubectl-set",
	"kubectl-edit",
	"kubectl-patch",
	"kubectl-replace",
	"kubectl",
];

const conflict = /conflicts? with "([^"]+)"( with subresource "scale")?/g;

/** Whether a refusal says that somebody else owns the fields. */
export function isConflict(stderr: string): boolean {
	return stderr.search(conflict) >= 0;
}

/**
 * Whether a refusal says that nobody but kubectl by hand, a pipeline before this one, or an autoscaler that is gone owns
 * the fields: they may be taken over without being asked to, which a controller's or another tool's may not.
 */
export function isFormerOwner(stderr: string): boolean {
	const conflicts = [...stderr.matchAll(conflict)];
	return (
		conflicts.length > 0 &&
		conflicts.every(
			([, manager = "", scale]) => scale || kubectls.includes(manager),
		)
	);
}
