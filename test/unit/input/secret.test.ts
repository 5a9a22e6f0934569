import type { Secret } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { readSecret } from "../../../dagger/src/input/secret.js";
import { withMessage } from "../message.js";

const secret = (plaintext: () => Promise<string>) =>
	({ plaintext }) as Partial<Secret> as Secret;
const read = (plaintext: () => Promise<string>) =>
	readSecret(secret(plaintext));

describe("a secret", () => {
	it.each([
		["s3cret", "s3cret"],
		["s3cret\n", "s3cret"],
		["s3cret\r\n", "s3cret"],
		[" s3 cret", " s3 cret"],
		["two\nlines\n", "two\nlines"],
	])("of %j is %j", async (text, expected) => {
		expect(await read(async () => text)).toBe(expected);
	});

	it.each(["", "\n", " \t\n"])("of %j is empty", async (text) => {
		expect(await read(async () => text)).toBe("");
	});

	// The messages are the engine's own.
	it.each([
		[
			'rpc error: code = Unknown desc = failed to read secret file "/nope/secret": open /nope/secret: no such file or directory',
			"open /nope/secret: no such file or directory",
		],
		[
			'rpc error: code = Unknown desc = failed to read secret file "": open : no such file or directory',
			"no path is given",
		],
		[
			'rpc error: code = Unknown desc = secret env var not found: "NOT..."',
			'secret env var not found: "NOT..."',
		],
		[
			'rpc error: code = Unknown desc = secret env var not found: "NOT..." [traceparent:8c51edb4a4e04e4f1a474fb22dc7d363-119d793125e0eb36]',
			'secret env var not found: "NOT..."',
		],
		["the connection was lost", "the connection was lost"],
	])("that cannot be read says why: %s", async (message, reason) => {
		await expect(
			read(() => Promise.reject(new Error(message))),
		).rejects.toThrow(withMessage(reason));
	});
});
