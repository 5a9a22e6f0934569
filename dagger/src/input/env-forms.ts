import type { Variables } from "./dotenv.js";

// Long enough not to be found in what else is told by chance.
const longEnough = 8;
const secretNames =
	/(?:pass(?:word|wd|phrase|code)?|pwd|pin|secret|token|key|salt|auth|credentials?)$/i;
const switches = /^(?:true|false|none|null)$/i;
const urlPassword = /^[a-z][\w+.-]*:\/\/[^\s:/@]*:(.+)@/i;

/**
 * The forms in which the app's own secrets may turn up in what is told: whole, line by line, in base64, in JSON, and the
 * password of a URL alone. A value of less than 8 characters is one only where its name says so: `8000` and `true` stand in
 * many a message. What the run tells by itself, such as the app's name, is none.
 */
export function listEnvForms(variables: Variables, told: string[]): string[] {
	const forms = [...variables].flatMap(([name, value]) => {
		const password = urlPassword.exec(value)?.[1] ?? "";
		return [
			...(isSecret(name, value) ? listForms(value) : []),
			...(password.length >= 4 ? listForms(password) : []),
		];
	});
	return [...new Set(forms)].filter(
		(form) => !told.some((text) => text.includes(form)),
	);
}

function isSecret(name: string, value: string): boolean {
	if (value.length >= longEnough) return true;
	return secretNames.test(name) && value.length >= 4 && !switches.test(value);
}

function listForms(value: string): string[] {
	const lines = value.split(/\r?\n/).map((line) => line.trim());
	return [
		value,
		...lines.filter((line) => line.length >= longEnough),
		Buffer.from(value).toString("base64"),
		JSON.stringify(value).slice(1, -1),
	];
}
