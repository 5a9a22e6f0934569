import { expect, it } from "vitest";
import { masked, masking } from "../../../dagger/src/deploy/masked.js";
import { Failure } from "../../../dagger/src/failures/failure.js";
import { withMessage } from "../message.js";

const login = (password: string) => ({
	registry: "docker.io",
	username: "alice",
	password,
});
const logins = [login("s3cret-word"), login("pull-t0ken")];

it("masks a password wherever a failure holds it", async () => {
	const failing = masked(logins, async () => {
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
	const failing = masked(logins, () => Promise.reject(error));
	await expect(failing).rejects.toMatchObject({
		message: "POST ***",
		cause: error,
	});
});

it("masks the passwords of all logins, in every form", async () => {
	const base64 = (text: string) => Buffer.from(text).toString("base64");
	const text = `${base64("pull-t0ken")} pull-t0ken ${base64("alice:pull-t0ken")}`;
	expect(masking(logins)(text)).toBe("*** *** ***");
	const failing = masked(logins, () => Promise.reject(new Error(text)));
	await expect(failing).rejects.toThrow(withMessage("*** *** ***"));
	expect(masking([])("s3cret-word")).toBe("s3cret-word");
});

it("masks a key that goes over several lines of evidence, and nothing of others", async () => {
	const lines = [
		...["before", "-----BEGIN PRIVATE KEY-----", "MIIE", "…", "AB12"],
		...["-----END PRIVATE KEY-----", "after"],
	];
	const failing = masked([], async () => {
		const evidence = lines.map((text) => ({ label: "message" as const, text }));
		const image = { label: "image" as const, text: "web" };
		throw new Failure("no", { evidence: [image, ...evidence] });
	});
	await expect(failing).rejects.toThrow(
		withMessage(
			"no\n  image    web\n  message  before\n  message  ***\n  message  after",
		),
	);
});

it("leaves a result as it is", async () => {
	expect(await masked(logins, async () => "s3cret-word")).toBe("s3cret-word");
});
