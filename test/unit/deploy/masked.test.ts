import { expect, it } from "vitest";
import { masked } from "../../../dagger/src/deploy/masked.js";
import { Failure } from "../../../dagger/src/failures/failure.js";
import { withMessage } from "../message.js";

const login = { username: "alice", password: "s3cret-word" };

it("masks a password wherever a failure holds it", async () => {
	const failing = masked(login, async () => {
		throw new Failure("login with s3cret-word failed", {
			evidence: [{ label: "log", text: "password=s3cret-word" }],
			next: "check --password",
		});
	});
	await expect(failing).rejects.toThrow(
		withMessage(`login with *** failed
  log      password=***
  next     check --password`),
	);
});

it("masks any other error, and keeps it as the cause", async () => {
	const error = new Error("POST s3cret-word");
	const failing = masked(login, () => Promise.reject(error));
	await expect(failing).rejects.toMatchObject({
		message: "POST ***",
		cause: error,
	});
});

it("leaves a result as it is", async () => {
	expect(await masked(login, async () => "s3cret-word")).toBe("s3cret-word");
});
