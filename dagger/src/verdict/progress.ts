import { type KubeObject, nameOf } from "../manifests/objects.js";
import type { State } from "../rollout/index.js";

const mostChanges = 100;
const heartbeat = 10;

/**
 * Prints an object's state when it changes, and once in a while that nothing has: every 10 s at first, then ever less
 * often, so that no rollout however long or wide fills a log.
 */
export class Progress {
	private shown = new Map<KubeObject, string>();
	private changes = 0;
	private last = 0;

	constructor(private readonly print: (line: string) => void) {}

	show(states: Map<KubeObject, State>, seconds: number): void {
		const waiting = [...states].filter(([, { phase }]) => phase !== "ready");
		const changed = waiting.filter(
			([object, { message }]) => this.shown.get(object) !== message,
		);
		for (const [object, { message }] of changed)
			if (this.changes++ < mostChanges)
				this.tell(seconds, `${nameOf(object)}: ${message}`);
		const [first] = waiting;
		if (first && seconds - this.last >= Math.max(heartbeat, seconds / 15)) {
			const more = waiting.length > 1 ? `, and ${waiting.length - 1} more` : "";
			this.tell(
				seconds,
				`still ${nameOf(first[0])}: ${first[1].message}${more}`,
			);
		}
		this.shown = new Map(
			[...states].map(([object, { message }]) => [object, message]),
		);
	}

	private tell(seconds: number, text: string): void {
		this.print(`… ${`${seconds.toFixed(0)} s`.padStart(6)}  ${text}`);
		this.last = seconds;
	}
}
