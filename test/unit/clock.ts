import type { Clock } from "../../dagger/src/steps.js";

/** A clock that stands still but for those who sleep. */
export class FakeClock implements Clock {
	private time = Date.parse("2026-11-23T08:30:00Z") / 1000;

	now(): number {
		return this.time;
	}

	async sleep(seconds: number): Promise<void> {
		this.time += seconds;
	}

	/** The time as Kubernetes writes it, some seconds from now. */
	iso(offset = 0): string {
		return new Date((this.time + offset) * 1000).toISOString();
	}
}
