import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		projects: [
			{ test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
			{
				test: {
					name: "e2e",
					include: ["test/e2e/**/*.test.ts"],
					fileParallelism: false,
					maxConcurrency: 4,
					testTimeout: 600_000,
					hookTimeout: 1_800_000,
				},
			},
		],
	},
});
