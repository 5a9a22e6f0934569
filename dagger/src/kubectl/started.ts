const tries = 3;

/**
 * Runs a container's command again if the engine could not even start its process, as happens on a machine under load:
 * nothing of it has run.
 */
export async function untilStarted<T>(run: () => Promise<T>): Promise<T> {
	for (let left = tries; ; left--)
		try {
			return await run();
		} catch (error) {
			if (left === 1 || !didNotStart(error)) throw error;
		}
}

/** In runc's words: libcontainer/process_linux.go and utils_linux.go. */
function didNotStart(error: unknown): boolean {
	const { stderr } = error as { stderr?: unknown };
	return (
		typeof stderr === "string" &&
		stderr.startsWith("runc run failed: unable to start container process")
	);
}
