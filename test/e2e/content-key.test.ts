import { expect, test } from "vitest";
import { built, notNeeded } from "./support/build.js";
import {
	folder,
	freshNamespace,
	greeting,
	slipway,
	variable,
} from "./support/lab.js";
import { digestOf } from "./support/registry.js";

test("what the registry has gets other tags without a push; what it has not is built, and so is what is asked for", async () => {
	const source = await greeting(`Tagged ${Date.now()}.`);
	const name = { source, imageName: "tagged" };
	const image = `${variable("LAB_USERNAME")}/tagged`;
	const first = await slipway(name, "push");
	expect(first.code, first.stderr).toBe(0);
	const digest = first.stdout.trim().split("@")[1] ?? "";

	const second = await slipway(name, "push", "--tags=1.0,stable");
	expect(second.stdout, second.stderr).toBe(first.stdout);
	expect(second.stderr).toMatch(notNeeded);
	for (const tag of ["latest", "1.0", "stable"])
		expect(await digestOf(image, tag)).toBe(digest);

	const rebuilt = await slipway(name, "push", "--rebuild");
	expect(rebuilt.code, rebuilt.stderr).toBe(0);
	expect(rebuilt.stderr).toMatch(/✓ build .* built, as --rebuild asks for/);

	const options = ["--build-args=A=b"];
	const argument = await slipway({ ...name, options }, "push");
	expect(argument.stderr).toMatch(built);
}, 300_000);

test("a plan tells whether a build is needed, and builds nothing", async () => {
	const namespace = await freshNamespace("needed");
	const source = await greeting(`Planned ${Date.now()}.`);
	const app = { namespace, source };
	const before = await slipway(app, "plan");
	expect(before.stdout, before.stderr).toContain(
		"build    needed: the registry does not have this content yet",
	);
	expect(before.stdout).toContain("/flask-app@sha256:…\n");
	expect((await slipway(app, "push")).code).toBe(0);
	const after = await slipway(app, "plan");
	expect(after.stdout, after.stderr).toMatch(/build {4}not needed: /);
});

test("a Dockerfile whose bases cannot be told is built each time, and says why", async () => {
	const from = "FROM alpine/kubectl:$" + "{V#v}";
	const source = await folder({ Dockerfile: `ARG V=v1.34.2\n${from}\n` });
	for (const _ of ["first", "again"]) {
		const { code, stderr } = await slipway(
			{ source, imageName: "untold" },
			"push",
		);
		expect(code, stderr).toBe(0);
		expect(stderr).toContain(
			`built: ${from} in Dockerfile cannot be resolved before the build`,
		);
	}
});

test("a build secret reaches its step, and the login a private base", async () => {
	process.env.BUILD_TOKEN = "known-to-the-build-only";
	const options = ["--build-secrets=env://BUILD_TOKEN"];
	const source = await folder({
		Dockerfile: `FROM ${variable("LAB_REGISTRY")}/${variable("LAB_USERNAME")}/tagged
USER root
RUN --mount=type=secret,id=BUILD_TOKEN,required=true test "$(cat /run/secrets/BUILD_TOKEN)" = known-to-the-build-only
`,
	});
	const secret = await slipway(
		{ source, imageName: "secret", options },
		"push",
	);
	expect(secret.code, secret.stderr).toBe(0);
	expect(secret.stderr).toMatch(built);
	const again = await slipway({ source, imageName: "secret", options }, "push");
	expect(again.stderr).toMatch(notNeeded);
});

test("images that one push cannot hold together are refused", async () => {
	const scratch = await folder({ Dockerfile: "FROM scratch\nCOPY . /\n" });
	const two = ["--platforms=linux/amd64,linux/arm64"];
	const index = await slipway(
		{ source: scratch, imageName: "two", options: two },
		"push",
	);
	expect(index.code).not.toBe(0);
	expect(index.stderr).toContain("one push would hold only one of them");
});
