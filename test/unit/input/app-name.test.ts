import { describe, expect, it } from "vitest";
import { parseAppName } from "../../../dagger/src/input/app-name.js";

describe("an app's name", () => {
	it.each([
		["alice/flask-app", "flask-app"],
		["flask-app", "flask-app"],
		["a/b/c", "c"],
		["my_app", "my-app"],
		["my__app.v2", "my-app-v2"],
		[`alice/${"a".repeat(80)}`, "a".repeat(63)],
		[`alice/${"a".repeat(62)}--b`, "a".repeat(62)],
		[`alice/${"a".repeat(62)}.b`, "a".repeat(62)],
	])("of the image %s is %s", (imageName, name) => {
		expect(parseAppName("", imageName)).toBe(name);
	});

	it("is as given", () => {
		expect(parseAppName("shop-web", "team/web")).toBe("shop-web");
	});

	it.each(["Shop", "my_app", "-a", "a-", "a.b", "a".repeat(64), " "])(
		"may not be %j",
		(name) => {
			expect(() => parseAppName(name, "web")).toThrow(
				`--name=${name} is not an app's name: lower-case letters, digits and - between them, at most 63 characters`,
			);
		},
	);
});
