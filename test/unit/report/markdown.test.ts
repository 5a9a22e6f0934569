import { describe, expect, it } from "vitest";
import { formatMarkdown } from "../../../dagger/src/report/markdown.js";
import { makeRecord } from "../records.js";
import { deployed, history, rolledBack } from "./releases.js";

describe("report.md", () => {
	it("tells a release from its outcome to its history", () => {
		const { id } = deployed.commit ?? {};
		const digest = `sha256:${"0c".repeat(32)}`;
		expect(formatMarkdown(deployed, "shop", history).split("\n")).toEqual([
			"# web: release 12, deployed",
			"",
			"|  |  |",
			"| --- | --- |",
			"| namespace | shop |",
			`| image | docker.io/alice/web@${digest} |`,
			"| tags | 1.4.2, latest |",
			`| commit | commit ${id} of 2026-11-24T12:02:11+01:00 |`,
			"| by | https://gitlab.example.com/shop/web/-/jobs/4711 |",
			"| started | 2026-11-24T11:24:05.000Z |",
			"| ended | 2026-11-24T11:24:35.000Z |",
			"",
			"## Links",
			"",
			"- [app web.example.com/](<https://web.example.com/>)",
			"- [image alice/web](<https://hub.docker.com/r/alice/web>)",
			`- [commit 4f1c2ab9](<https://gitlab.example.com/shop/web/-/commit/${id}>)`,
			"- [deployed by](<https://gitlab.example.com/shop/web/-/jobs/4711>)",
			"",
			"| Step | Seconds |",
			"| --- | --- |",
			"| apply | 1.3 |",
			"| rollout | 12.3 |",
			"",
			"| Object | Ready after |",
			"| --- | --- |",
			"| Secret web |  |",
			"| ConfigMap web |  |",
			"| Deployment web | 11.5 s |",
			"| Service web |  |",
			"| Ingress web |  |",
			"",
			"## History",
			"",
			"```",
			"* 11  2026-11-24T11:24Z  deployed  somebody     -  sha256:0b0b0b0b0b0b",
			"  10  2026-11-24T11:24Z  failed    bob by hand  -  sha256:0a0a0a0a0a0a",
			"```",
			"",
		]);
	});

	it("has the failure as it was told", () => {
		const text = formatMarkdown(rolledBack, "shop", []);
		expect(text).toMatch(/^# web: release 12, rolled back to 11\n/);
		expect(text).toContain(
			"\n## Failure\n\n```\n✗ deploy: Deployment web cannot keep its container running (exit code 1)\n  also ",
		);
		expect(text).toContain("| ✗ rollout | 30.0 |");
		expect(text).not.toContain("## History");
	});

	it("is not broken by what others wrote", () => {
		const failure = { what: "a\n````\n# b", evidence: [] };
		const record = makeRecord({ by: "<b>|*a*\n# b`", failure });
		const text = formatMarkdown(record, "shop", []);
		expect(text).toContain("| by | \\<b\\>\\|\\*a\\* # b\\` |");
		expect(text).toContain("\n`````\na\n````\n# b\n`````\n");
	});
});
