import { describe, expect, it } from "vitest";
import { formatDotenv } from "../../../dagger/src/report/dotenv.js";
import { readDotenv } from "../gitlab/dotenv.js";
import { deployed, rolledBack } from "./releases.js";

describe("deploy.env", () => {
	it("tells later jobs what runs", () => {
		const digest = `sha256:${"0c".repeat(32)}`;
		expect(
			Object.fromEntries(readDotenv(formatDotenv(deployed, "shop"))),
		).toEqual({
			SLIPWAY_APP: "web",
			SLIPWAY_NAMESPACE: "shop",
			SLIPWAY_RELEASE: "12",
			SLIPWAY_OUTCOME: "deployed",
			SLIPWAY_IMAGE: `docker.io/alice/web@${digest}`,
			SLIPWAY_DIGEST: digest,
			SLIPWAY_TAGS: "1.4.2,latest",
			SLIPWAY_COMMIT: deployed.commit?.id,
			SLIPWAY_URL: "https://web.example.com/",
		});
		expect(readDotenv(formatDotenv(rolledBack, "shop"))).toContainEqual([
			"SLIPWAY_WENT_BACK_TO",
			"11",
		]);
	});

	it("has no variable that would be empty", () => {
		const record = { ...deployed, tags: [], commit: undefined };
		const names = [...readDotenv(formatDotenv(record, "shop")).keys()];
		expect(names).not.toContain("SLIPWAY_TAGS");
		expect(names).not.toContain("SLIPWAY_COMMIT");
	});

	it.each([
		["$HOME", "$HOME"],
		["a$$b$c", "a$$b$c"],
		["a=b", "a=b"],
		["a\nSLIPWAY_IMAGE=evil", "a SLIPWAY_IMAGE=evil"],
		["a\r\n\tb\u0000\u001b", "a b"],
	])("the value %j is read as %j", (id, value) => {
		const record = { ...deployed, commit: { id, time: "" } };
		const variables = readDotenv(formatDotenv(record, "shop"));
		expect(variables.get("SLIPWAY_COMMIT")).toBe(value);
		expect(variables.get("SLIPWAY_IMAGE")).toBe(deployed.image);
	});

	it("has every value whole or not at all, and never outgrows its limit", () => {
		const long = "ä$".repeat(1000);
		const fits = "a".repeat(400);
		const record = {
			...deployed,
			app: fits,
			commit: { id: fits, time: "" },
			tags: Array(300).fill("latest"),
			image: `${fits}@${fits}`,
			wentBackTo: 11,
		};
		const variables = readDotenv(formatDotenv(record, fits));
		expect(variables.get("SLIPWAY_COMMIT")).toBe(fits);
		expect(variables.has("SLIPWAY_TAGS")).toBe(false);
		expect(
			readDotenv(formatDotenv(record, long)).has("SLIPWAY_NAMESPACE"),
		).toBe(false);
	});
});
