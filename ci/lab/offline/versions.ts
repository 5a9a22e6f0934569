import { versions as published } from "../versions.ts";

/** What stands in for the published images is made of. The Go modules under go/ repeat four of them: a unit test compares. */
export const versions = {
	...published,
	debian: "trixie",
	kubernetes: "v1.34.2",
	coredns: "v1.12.1",
	crane: "v0.20.6",
	python: "3.13-slim",
	pause: "3.10",
	go: {
		version: "go1.26.1",
		sha256: {
			amd64: "2b1229db5e5a1177fb2ee2c9ab8d528e94ea6b7f61a332701aadb75d3247b83a",
			arm64: "76f5a25cc326f076539e010fc071e06b7d399982ee2747b0aa505c5fbdfe5175",
		},
	},
	/** What Dagger's Go SDK asks a module proxy for, when it was released instead, and what the release needs. */
	goSdk: {
		commit: "56bb30426a8462af6f95cfdae6461d0cc796ff50",
		time: "2026-07-29T16:05:28Z",
		querybuilder: {
			version: "v0.0.0-20260402040506-574a5e81cb59",
			time: "2026-04-02T04:05:06Z",
		},
	},
	npm: {
		"@dagger.io/dagger": "0.21.8",
		tsx: "4.22.1",
		typescript: "5.9.3",
		esbuild: "0.25.12",
		node: "24.13.1",
	},
} as const;
