import type { HealthMap } from "../health/wait.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

const mostChanges = 100;
const heartbeat = 10;

/**
 * Prints an object's health when it changes, and once in a while that nothing has: every 10 s at first, then ever less
 * often, so that no rollout however long or wide fills a log.
 */
export class Progress {
	private shown = new Map<KubeObject, string>();
	private changes = 0;
	private last = 0;

	constructor(private readonly print: (line: string) => void) {}

	readonly show = (health: HealthMap, seconds: number): void => {
		const unready = [...health].filter(([, { status }]) => status !== "ready");
		const changed = unready.filter(
			([object, { message }]) => this.shown.get(object) !== message,
		);
		for (const [object, { message }] of changed)
			if (this.changes++ < mostChanges)
				this.printLine(seconds, `${formatName(object)}: ${message}`);
		const [first] = unready;
		if (first && seconds - this.last >= Math.max(heartbeat, seconds / 15)) {
			const more = unready.length > 1 ? `, and ${unready.length - 1} more` : "";
			this.printLine(
				seconds,
				`still ${formatName(first[0])}: ${first[1].message}${more}`,
			);
		}
		this.shown = new Map(
			[...health].map(([object, { message }]) => [object, message]),
		);
	};

	private printLine(seconds: number, text: string): void {
		this.print(`… ${`${seconds.toFixed(0)} s`.padStart(6)}  ${text}`);
		this.last = seconds;
	}
}
