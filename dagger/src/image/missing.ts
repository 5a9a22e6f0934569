/** Whether a registry said that it has no such image, and nothing else. */
export function isNotFound(message: string): boolean {
	return /: not found\s*(?:\[traceparent:[^\]]*\])?\s*$/.test(message);
}

/** Whether it did not say, for the lack of a login. A digest may hold the number of any status. */
export function isRefused(message: string): boolean {
	return (
		!isNotFound(message) &&
		/\b(?:unauthorized|authentication required|denied|401|403)\b/i.test(message)
	);
}
