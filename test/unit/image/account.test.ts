import { describe, expect, it } from "vitest";
import {
	choosePull,
	makeLogin,
	makePullCredentials,
} from "../../../dagger/src/image/account.js";
import { withMessage } from "../message.js";

const push = { registry: "docker.io", username: "alice", password: "s3cret" };
const pull = { registry: "docker.io", username: "reader", password: "t0ken" };

it("a login is for the registry that the image goes to, by its one name", () => {
	expect(
		makeLogin(
			{ registry: "https://index.docker.io/v1/" },
			{ username: "alice", imageName: "app", password: "s3cret" },
		),
	).toEqual({
		repository: { registry: "docker.io", path: "alice/app" },
		credentials: push,
	});
});

describe("the login that only pulls", () => {
	const unread = new Error('secret env var not found: "CI_DEPLOY…"');
	const make = (username: string, password: string | Error) =>
		makePullCredentials("hub.docker.com", { username, password });

	it("is made of both", () => {
		expect(make("reader", "t0ken")).toEqual(pull);
	});

	// A .env may name variables that are not set here.
	it.each([[""], [unread]])("is none where both are empty: %s", (password) => {
		expect(make("", password)).toBeUndefined();
	});

	it.each([
		[
			"reader",
			"",
			"--pull-username is given, and --pull-password is missing or empty: give both, or none to let the cluster pull as --username",
		],
		[
			"",
			"t0ken",
			"--pull-password is given, and --pull-username is missing or empty: give both, or none to let the cluster pull as --username",
		],
		[
			"reader",
			unread,
			`--pull-username is given, and --pull-password is missing or empty: give both, or none to let the cluster pull as --username
  message  --pull-password cannot be read: secret env var not found: "CI_DEPLOY…"`,
		],
	])(
		"is refused where only one is given: %j, %j",
		(username, password, message) => {
			expect(() => make(username, password)).toThrow(withMessage(message));
		},
	);
});

describe("who pulls", () => {
	it("is the account that is given for it, or else the one that pushes", () => {
		expect(choosePull(true, push, pull)).toBe(pull);
		expect(choosePull(true, push, undefined)).toBe(push);
		expect(choosePull(true, undefined, pull)).toBe(pull);
		expect(choosePull(true, undefined, undefined)).toBeUndefined();
	});

	it("is nobody where the cluster keeps no login", () => {
		expect(choosePull(false, push, undefined)).toBeUndefined();
		expect(() => choosePull(false, push, pull)).toThrow(
			withMessage(
				"--pull-secret=none keeps no login in the cluster: leave --pull-username and --pull-password out",
			),
		);
	});
});
