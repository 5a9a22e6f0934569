import { describe, expect, it } from "vitest";
import {
	requireArguments,
	requireNamespace,
} from "../../../dagger/src/input/arguments.js";

describe("what a verb needs", () => {
	it("may be anything but missing or empty", () => {
		expect(() =>
			requireArguments("push", { "--a": "x", "--b": 0, "--c": false }),
		).not.toThrow();
	});

	it.each([
		[
			{ "--username": "alice", "--image-name": "" },
			"push needs --image-name: it is missing or empty; see dagger call push --help",
		],
		[
			{ "--username": undefined, "--image-name": "app", "--password": "" },
			"push needs --username and --password: they are missing or empty; see dagger call push --help",
		],
	])("is named when it lacks: %j", (values, sentence) => {
		expect(() => requireArguments("push", values)).toThrow(new Error(sentence));
	});
});

describe("a namespace's name", () => {
	it.each(["shop", "a", "7", "shop-2", "a".repeat(63)])(
		"may be %s",
		(namespace) => {
			expect(() => requireNamespace(namespace)).not.toThrow();
		},
	);

	it.each([
		"",
		"Shop",
		"-shop",
		"shop-",
		"my_shop",
		"my.shop",
		"shop\n",
		"--all-namespaces",
		"a".repeat(64),
	])("may not be %j", (namespace) => {
		expect(() => requireNamespace(namespace)).toThrow(
			`--namespace=${namespace} is not a namespace's name: lower-case letters, digits and - between them, at most 63 characters`,
		);
	});
});
