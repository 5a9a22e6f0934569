import { type Html, html } from "./html.js";

/** A moment in UTC; what is no time stays as it is written. */
export function formatMoment(time: string): Html {
	const date = new Date(time);
	if (Number.isNaN(date.getTime())) return html`${time}`;
	const iso = date.toISOString();
	return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** `0.4 s`, `2 min 5 s` */
export function formatSeconds(seconds: number): string {
	if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	const rest = whole % 60;
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor(whole / 60) % 60;
	return [
		hours > 0 && `${hours} h`,
		minutes > 0 && `${minutes} min`,
		rest > 0 && `${rest} s`,
	]
		.filter(Boolean)
		.join(" ");
}
