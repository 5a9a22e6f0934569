import { defineConfig } from "vitest/config";

/** What measures, watches the whole machine or kills a part of the lab runs alone; all else side by side. */
const alone = [
	"canaries",
	"fresh-engine",
	"lab",
	"load",
	"outage",
	"poll",
	"speed",
].map((name) => `test/e2e/${name}.test.ts`);

const timeouts = { testTimeout: 600_000, hookTimeout: 1_800_000 };

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "unit",
					include: ["test/unit/**/*.test.ts"],
					sequence: { groupOrder: 0 },
					expect: { requireAssertions: true },
				},
			},
			{
				test: {
					name: "e2e-alone",
					include: alone,
					fileParallelism: false,
					sequence: { groupOrder: 1 },
					...timeouts,
				},
			},
			{
				test: {
					name: "e2e",
					include: ["test/e2e/**/*.test.ts"],
					exclude: alone,
					maxWorkers: 2,
					maxConcurrency: 4,
					sequence: { groupOrder: 2 },
					...timeouts,
				},
			},
		],
	},
});
