/** A word that every POSIX shell reads back as it was. */
export const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Lines for a shell to `eval`; the programs come first on its PATH. */
export function exports(
	programs: string,
	variables: Record<string, string>,
): string {
	const lines = Object.entries(variables).map(
		([name, value]) => `export ${name}=${quoted(value)}`,
	);
	return [`export PATH=${quoted(programs)}:"$PATH"`, ...lines].join("\n");
}
