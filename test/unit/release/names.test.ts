import fc from "fast-check";
import { expect, it } from "vitest";
import { appLabel, parseAppName } from "../../../dagger/src/input/app-name.js";
import { recordLabels, recordName } from "../../../dagger/src/release/names.js";
import { makeRecord } from "../records.js";

// apimachinery/pkg/util/validation: names of Secrets, and values of labels.
const subdomain =
	/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

const appName = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);

it("the name of a record is a DNS subdomain, whatever the app", () => {
	expect(recordName({ app: "web", number: 12 })).toBe("slipway.web.v12");
	fc.assert(
		fc.property(appName, fc.nat(), (app, number) => {
			expect(parseAppName(app, "")).toBe(app);
			const name = recordName({ app, number });
			expect(name).toMatch(subdomain);
			expect(name.length).toBeLessThanOrEqual(253);
		}),
	);
});

it("no two releases share a name", () => {
	fc.assert(
		fc.property(appName, appName, fc.nat(), fc.nat(), (app, other, n, m) => {
			fc.pre(app !== other || n !== m);
			expect(recordName({ app, number: n })).not.toBe(
				recordName({ app: other, number: m }),
			);
		}),
	);
});

it("a record is labelled, and is not one of the app's own objects", () => {
	const app = "a".repeat(63);
	const labels = recordLabels(
		makeRecord({ app, number: 12, outcome: "rolled back" }),
	);
	expect(labels).toEqual({
		"slipway/release-of": app,
		"slipway/release": "12",
		"slipway/outcome": "rolled-back",
	});
	expect(labels).not.toHaveProperty(appLabel);
	for (const value of Object.values(labels)) expect(value).toMatch(labelValue);
});
