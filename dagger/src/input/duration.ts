import { Failure } from "../failures/failure.js";

const units: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** Seconds of a duration as kubectl writes it: `90s`, `5m`, `1h30m`. */
export function parseTimeout(text = "5m"): number {
	if (!/^(\d+h)?(\d+m)?(\d+s)?$/.test(text) || text === "")
		throw new Failure(
			`--timeout=${text} is not a duration: write it as 90s, 5m or 1h30m`,
		);
	return [...text.matchAll(/(\d+)([hms])/g)].reduce(
		(sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0),
		0,
	);
}
