import type { Clock } from "../../dagger/src/system/clock.js";

/** A clock that stands still but for those who sleep, and not for ever. */
export class FakeClock implements Clock {
	private time = Date.parse("2026-11-23T08:30:00Z") / 1000;
	private sleeps = 0;

	now(): number {
		return this.time;
	}

	async sleep(seconds: number): Promise<void> {
		if (++this.sleeps > 1000) throw new Error("this never ends");
		this.time += seconds;
	}

	/** The time as Kubernetes writes it, some seconds from now. */
	iso(offset = 0): string {
		return new Date((this.time + offset) * 1000).toISOString();
	}
}
