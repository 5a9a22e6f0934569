import type { Secret } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import { readEnvFile } from "../../../dagger/src/input/env-file.js";

const secret = (plaintext: () => Promise<string>) =>
	({ plaintext }) as Partial<Secret> as Secret;
const read = (text: string) => readEnvFile(secret(async () => text));

describe("the app's own secrets", () => {
	it("are the variables of a file, or not given", async () => {
		expect(await read("A=b\nC='d'\n")).toEqual(
			new Map([
				["A", "b"],
				["C", "d"],
			]),
		);
		expect(await readEnvFile(undefined)).toBeUndefined();
	});

	it("are not to be had from a file that cannot be read", async () => {
		const failing = secret(() =>
			Promise.reject(
				new Error(
					'rpc error: code = Unknown desc = failed to read secret file "": open : no such file or directory',
				),
			),
		);
		await expect(readEnvFile(failing)).rejects.toThrow(
			/^--env-file cannot be read: no path is given\n {2}next .*--env-file=file:\/\/\$APP_ENV/,
		);
	});

	it.each(["", "\n", "# A=b\n"])("are not in %j", async (text) => {
		await expect(read(text)).rejects.toThrow(/^--env-file sets no variable/);
	});

	it("are as large as a Secret may be, in bytes, and no larger", async () => {
		const most = "ä".repeat(512 * 1024 - 1);
		expect((await read(`A=${most}\nB=bb`))?.size).toBe(2);
		await expect(read(`A=${most}\nB=bbb`)).rejects.toThrow(
			"--env-file is too large: its values have 1048577 bytes, and a Secret holds 1048576",
		);
	});
});
