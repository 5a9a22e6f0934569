import type { Secret } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import {
	parsePullSecret,
	requireArguments,
	requireNamespaceName,
} from "../../../dagger/src/input/arguments.js";
import { withMessage } from "../message.js";

const secret = (plaintext: () => Promise<string>) =>
	({ plaintext }) as Partial<Secret> as Secret;
const password = secret(async () => "s3cret\n");
const noPassword = secret(() =>
	Promise.reject(
		new Error(
			'rpc error: code = Unknown desc = secret env var not found: "DOC..."',
		),
	),
);
const next =
	"dagger call deploy --help tells what each is; a .env file can set them: SLIPWAY_";

describe("what a verb needs", () => {
	it("is returned as text, secrets read", async () => {
		const given = { username: "alice", imageName: "app", password };
		expect(await requireArguments("push", given)).toEqual({
			username: "alice",
			imageName: "app",
			password: "s3cret",
		});
	});

	it.each([
		[
			{ username: "alice", imageName: "" },
			`deploy needs --image-name: it is missing or empty
  next     ${next}imageName=…`,
		],
		[
			{ username: undefined, imageName: "app", password: undefined },
			`deploy needs --username and --password: they are missing or empty
  next     ${next}username=…`,
		],
		[
			{ username: "", password: noPassword, namespace: "" },
			`deploy needs --username, --password and --namespace: they are missing or empty
  message  --password cannot be read: secret env var not found: "DOC..."; give it as env://DOCKER_HUB_PASSWORD
  next     ${next}username=…`,
		],
		[
			{ kubeconfig: secret(async () => " \n") },
			`deploy needs --kubeconfig: it is missing or empty
  next     ${next}kubeconfig=…`,
		],
	])("is named all at once when it lacks: %#", async (values, message) => {
		await expect(requireArguments("deploy", values)).rejects.toThrow(
			withMessage(message),
		);
	});
});

describe("a namespace's name", () => {
	it.each(["shop", "a", "7", "shop-2", "a".repeat(63)])(
		"may be %s",
		(namespace) => {
			expect(() => requireNamespaceName(namespace)).not.toThrow();
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
		expect(() => requireNamespaceName(namespace)).toThrow(
			`--namespace=${namespace} is not a namespace's name: lower-case letters, digits and - between them, at most 63 characters`,
		);
	});
});

describe("a pull secret's name", () => {
	it.each(["dockerhub-secret", "a", "shop.example.com", "none-of-them"])(
		"may be %s",
		(name) => {
			expect(parsePullSecret(name)).toBe(name);
		},
	);

	it("may be none, and then there is no pull secret", () => {
		expect(parsePullSecret("none")).toBeUndefined();
	});

	// An empty text may be a variable that is not set: nobody has asked for no secret.
	it.each(["", "None", "my_secret", "-a", "a-"])("may not be %j", (name) => {
		expect(() => parsePullSecret(name)).toThrow(
			`--pull-secret=${name} is not a Secret's name: lower-case letters, digits, - and . between them, such as dockerhub-secret; none for an image that anybody may pull`,
		);
	});
});
