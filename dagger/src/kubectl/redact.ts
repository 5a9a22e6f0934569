const mask = "***";

/** The forms in which a secret may turn up: as it is, in base64, inside a login's `auth`. */
export function secretForms(username = "", password = ""): string[] {
	const base64 = (text: string) => Buffer.from(text).toString("base64");
	return [password, base64(password), base64(`${username}:${password}`)];
}

// Keys whose values are secrets, in YAML, JSON, environment and header form, and forms that give themselves away.
const patterns: [RegExp, string][] = [
	[
		/((?:\b(?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|private[_-]?key)|(?:client-key|client-certificate|certificate-authority)-data|auth)|\.dockerconfigjson)\\?["']?\s*[:=]\s*\\?["']?)(?:(?<=")[^"\\\n]{4,}|(?<=')[^'\n]{4,}|[^\s"',;]{4,})/gi,
		`$1${mask}`,
	],
	[/\b(Bearer|Basic)\s+[\w.~+/-]+=*/g, `$1 ${mask}`],
	[/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, mask],
	[/(\w+:\/\/[^\s:/@]+:)[^\s/@]+@/g, `$1${mask}@`],
	[
		/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
		mask,
	],
];

/** A text in which known secrets, and what looks like one, are masked. */
export function redact(text: string, secrets: string[]): string {
	const known = secrets
		.filter((secret) => secret.length >= 4)
		.sort((a, b) => b.length - a.length)
		.reduce((masked, secret) => masked.replaceAll(secret, mask), text);
	return patterns.reduce(
		(masked, [pattern, replacement]) => masked.replace(pattern, replacement),
		known,
	);
}
