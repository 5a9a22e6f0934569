import { describe, expect, test } from "vitest";
import {
	freshNamespace,
	kubectl,
	run,
	shell,
	slipway,
	slipwayCommand,
	variable,
} from "./support/lab.js";
import {
	filesOfTheEngineWith,
	logsOfTheEngine,
	watchCommandLines,
} from "./support/leaks.js";

const password = variable("LAB_PASSWORD");
const username = variable("LAB_USERNAME");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const forms = [password, base64(password), base64(`${username}:${password}`)];

describe("the pull secret", () => {
	test("holds what kubectl create secret docker-registry would, however often it is applied", async () => {
		const namespace = await freshNamespace("secret");
		await slipway({ namespace }, "deploy");
		await slipway({ namespace }, "deploy");

		const secret = JSON.parse(
			await kubectl(
				"-n",
				namespace,
				"get",
				"secret",
				"dockerhub-secret",
				"-o",
				"json",
			),
		);

		expect(secret.type).toBe("kubernetes.io/dockerconfigjson");
		expect(
			JSON.parse(
				Buffer.from(secret.data[".dockerconfigjson"], "base64").toString(),
			),
		).toEqual({
			auths: {
				[variable("LAB_REGISTRY")]: {
					username,
					password,
					email: `${username}@example.com`,
					auth: base64(`${username}:${password}`),
				},
			},
		});
		expect(secret.metadata.annotations).toEqual({
			"slipway/account": `${variable("LAB_REGISTRY")}/${variable("LAB_USERNAME")}`,
		});
	});

	test("leaves the password in no command line, log, layer or annotation", async () => {
		const namespace = await freshNamespace("leak");
		const watch = watchCommandLines();

		const [command = "", call = "", ...args] = slipwayCommand(
			{ namespace },
			"deploy",
		);
		const { stdout, stderr, code } = await run(command, [
			"--progress=plain",
			"-vvv",
			call,
			...args,
		]);
		const commandLines = await watch.stop();

		expect(code).toBe(0);
		expect(commandLines.some((line) => line.includes("kubectl"))).toBe(true);
		expect(commandLines.filter(leaks)).toEqual([]);
		expect([stdout, stderr].filter(leaks)).toEqual([]);
		expect((await logsOfTheEngine()).filter(leaks)).toEqual([]);
		expect(await filesOfTheEngineWith(forms)).toEqual([]);
		const objects = JSON.parse(
			await kubectl("-n", namespace, "get", "all,secrets,events", "-o", "json"),
		).items as { metadata: { annotations?: object } }[];
		expect(objects.length).toBeGreaterThan(1);
		expect(
			objects.filter(({ metadata }) =>
				leaks(JSON.stringify(metadata.annotations ?? {})),
			),
		).toEqual([]);
	});

	test("would be found by these searches", async () => {
		const watch = watchCommandLines();
		await shell`sh -c ${"sleep 1"} ${password}`;
		expect((await watch.stop()).filter(leaks)).not.toEqual([]);

		const mark = "a-mark-that-a-layer-holds";
		const { code } = await run("dagger", [
			"core",
			"container",
			"with-new-file",
			"--path=/mark",
			`--contents=${mark}`,
			"rootfs",
			"entries",
		]);
		expect(code).toBe(0);
		expect(await filesOfTheEngineWith([mark])).not.toEqual([]);
	});
});

function leaks(text: string): boolean {
	return forms.some((form) => text.includes(form));
}
