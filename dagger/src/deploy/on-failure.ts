/** What happens when a deploy fails. */
export enum OnFailure {
	/** The release that ran before comes back, whole. */
	Rollback = "rollback",
	/** What was applied stays as it is. */
	Keep = "keep",
}
