const mask = "***";

/** The forms in which a secret may turn up: as it is, in base64, inside a login's `auth`. */
export function secretForms(username = "", password = ""): string[] {
	const base64 = (text: string) => Buffer.from(text).toString("base64");
	return [password, base64(password), base64(`${username}:${password}`)];
}

// What a parser or a client says of a token, and then why.
const prose =
	"\\b(?:unexpected|invalid|illegal|missing|oauth|anonymous|bearer)";

// Names whose values are secrets, in YAML, JSON, environment and header form.
const names = [
	"[\\w-]*(?:password|passwd|passphrase|token|credentials?)",
	"[\\w-]*secret(?:[_-]?(?:access)?[_-]?key(?:[_-]base)?)?",
	"[\\w-]*(?:api|access|private|account|encryption|signing|master|app)[_-]?key",
	"(?:[\\w-]*[_-])?(?:pass|pwd)",
	"(?:client-key|client-certificate|certificate-authority)-data",
	"_?auth",
	"\\.dockerconfigjson",
].join("|");

const patterns: [RegExp, string][] = [
	[
		new RegExp(
			`((?<![\\w-])(?<!${prose} )(?:${names})\\\\?["']?\\s*[:=]\\s*\\\\?["']?)(?:(?<=")[^"\\\\\\n]{4,}|(?<=')[^'\\n]{4,}|[^\\s"',;]{4,})`,
			"gi",
		),
		`$1${mask}`,
	],
	[/\b(Basic|[Bb]earer)\s+(?!auth|token)[\w.~+/-]{4,}=*/g, `$1 ${mask}`],
	// A MySQL client's address in Go has no scheme.
	[/(\b[\w.-]+:)[^\s"'@]+(?=@(?:tcp|unix)\()/g, `$1${mask}`],
	[/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, mask],
	// The password of a URL may hold a slash; a number before a slash is a port.
	[
		/(\b[a-z][\w+.-]*:\/\/[^\s:/@"']*:)(?!\d+(?:[/\s"']|$))[^\s"'<>]+@/gi,
		`$1${mask}@`,
	],
	// Tokens of GitLab, GitHub, Docker, AWS and Slack have shapes of their own.
	[
		/\b(?:gl[a-z]{1,4}t-[\w-]{16,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|dckr_[a-z]at_[\w-]{16,}|A(?:KIA|SIA)[0-9A-Z]{16}|xox[abeprs]-[\w-]{10,})/g,
		mask,
	],
	[
		/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
		mask,
	],
	// The end of a log may begin within one.
	[/(?:^[\w+/=]+\n)*-----END [A-Z ]*PRIVATE KEY-----/gm, mask],
];

/** A text in which known secrets, and what looks like one, are masked. */
export function redact(text: string, secrets: string[]): string {
	return patterns.reduce(
		(masked, [pattern, replacement]) => masked.replace(pattern, replacement),
		maskKnown(text, secrets),
	);
}

/** A text in which known secrets are masked, and nothing else. */
export function maskKnown(text: string, secrets: string[]): string {
	return secrets
		.filter((secret) => secret.length >= 4)
		.sort((a, b) => b.length - a.length)
		.reduce((masked, secret) => masked.replaceAll(secret, mask), text);
}
