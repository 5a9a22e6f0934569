/** What a deploy does that fails. */
export enum OnFailure {
	/** Roll back the workloads that it changed. */
	Rollback = "rollback",
	/** Keep what was applied. */
	Keep = "keep",
}
