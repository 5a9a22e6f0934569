/** Refuses a call that lacks what the verb needs, and names all of it at once. */
export function requireArguments(
	verb: string,
	values: Record<string, unknown>,
): void {
	const missing = Object.entries(values)
		.filter(([, value]) => value === undefined || value === "")
		.map(([name]) => name);
	if (missing.length > 0)
		throw new Error(
			`${verb} needs ${missing.join(" and ")}: ${missing.length > 1 ? "they are" : "it is"} missing or empty; see dagger call ${verb} --help`,
		);
}

/** Refuses a name that no namespace can have. */
export function requireNamespace(namespace: string): void {
	if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
		throw new Error(
			`--namespace=${namespace} is not a namespace's name: lower-case letters, digits and - between them, at most 63 characters`,
		);
}
