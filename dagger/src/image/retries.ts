import { classifyPush } from "../failures/catalogue.js";
import { explain } from "../failures/failure.js";
import type { Clock } from "../system/clock.js";

/** What a push needs of the world: the time, and a way to print. */
export type Surroundings = { clock: Clock; print(line: string): void };

/** How the grace of a cause is spent: three more tries, each after a longer pause. */
const shares = [1, 4, 10];
const whole = 15;

/**
 * Pushes until it is done, or the registry refuses for good, or has been at fault for too long. The engine tries a request
 * again at once, and a push that failed on the way not at all; its message holds no Retry-After: core/remotes/errors of
 * containerd 2.2.
 */
export async function pushWithRetries(
	reference: string,
	push: (reference: string) => Promise<string>,
	{ clock, print }: Surroundings,
): Promise<string> {
	for (let tries = 0; ; tries++) {
		try {
			return await push(reference);
		} catch (error) {
			const { message } = error as Error;
			const cause = classifyPush(message);
			const share = shares[tries];
			if (cause?.class !== "transient" || share === undefined)
				throw explain(
					`push: ${reference} was not pushed${tries > 0 ? ` in ${tries + 1} tries` : ""}`,
					message,
					cause,
				);
			const pause = (cause.grace * share) / whole;
			print(`…  push: ${cause.sentence}, trying again in ${pause} s`);
			await clock.sleep(pause);
		}
	}
}
