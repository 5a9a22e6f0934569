import type { Docker } from "../lab/docker.ts";
import { App } from "./app.ts";
import { Original } from "./original.ts";
import { runRounds } from "./rounds.ts";
import type { Seconds } from "./rows.ts";
import { Slipway } from "./slipway.ts";

/** The original pipeline and Slipway, each with the sample app in a namespace of its own. */
export class Bench {
	private constructor(
		private readonly apps: App[],
		private readonly original: Original,
		private readonly slipway: Slipway,
	) {}

	static async create(docker: Docker, root: string): Promise<Bench> {
		const one = await App.create(root, "original");
		const other = await App.create(root, "slipway");
		return new Bench(
			[one, other],
			await Original.create(docker, root, one),
			await Slipway.create(docker, root, other),
		);
	}

	/** Brings both apps to run, and warms what is kept. */
	async prepare(): Promise<void> {
		await this.original.replaced("kept");
		await this.slipway.changed("kept");
		await this.slipway.nothing("kept");
	}

	run(engine: "kept" | "fresh", rounds: number): Promise<Seconds> {
		return runRounds(`${engine} engine`, rounds, {
			original: () => this.original.unchanged(engine),
			slipway: () => this.slipway.unchanged(engine),
			empty: () => this.slipway.nothing(engine),
			originalChanged: () => this.original.changed(engine),
			slipwayChanged: () => this.slipway.changed(engine),
			originalReplaced: () => this.original.replaced(engine),
		});
	}

	async remove(): Promise<void> {
		await Promise.all(
			[this.original, this.slipway, ...this.apps].map((one) => one.remove()),
		);
	}
}
