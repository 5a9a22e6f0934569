import { execFileSync } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { digestScript } from "../../../dagger/src/image/digest-script.js";

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

type Change = (path: (name: string) => string) => void;

/** The digest of a folder with a script, a module and a link, after a change. */
function digest(change: Change = () => undefined): string {
	const folder = mkdtempSync(join(tmpdir(), "context-"));
	folders.push(folder);
	const path = (name: string) => join(folder, name);
	mkdirSync(path("app"));
	writeFileSync(path("app/run"), "echo hello");
	writeFileSync(path("app/a b.py"), "pass");
	for (const name of ["app", "app/run"]) chmodSync(path(name), 0o755);
	symlinkSync("app/run", path("start"));
	change(path);
	const bash = ["-c", digestScript];
	return execFileSync("bash", bash, { cwd: folder, encoding: "utf8" }).trim();
}

const chmod =
	(name: string, mode: number): Change =>
	(path) =>
		chmodSync(path(name), mode);

describe("the digest of a folder", () => {
	it.each<[string, Change]>([
		["a file's content", (path) => writeFileSync(path("app/run"), "echo bye")],
		["a file's name", (path) => writeFileSync(path("app/b.py"), "")],
		["a link", (path) => symlinkSync("app", path("other"))],
		["a file that its owner may not run", chmod("app/run", 0o655)],
		["a file that others may not run", chmod("app/run", 0o754)],
		["a file that others may not read", chmod("app/run", 0o751)],
		["a folder that others may not enter", chmod("app", 0o754)],
		["a folder that others may not read", chmod("app", 0o751)],
	])("changes with %s", (_, change) => {
		expect(digest(change)).toMatch(/^[0-9a-f]{64}$/);
		expect(digest(change)).not.toBe(digest());
	});

	it("tells each of these modes from the others", () => {
		const modes = [0o600, 0o700, 0o604, 0o601, 0o704, 0o701, 0o605, 0o705];
		const digests = modes.map((mode) => digest(chmod("app/run", mode)));
		expect(new Set(digests).size).toBe(modes.length);
	});

	it.each<[string, Change]>([
		["a file's group", chmod("app/run", 0o775)],
		["a folder's group", chmod("app", 0o775)],
		["a file that may be written", chmod("app/run", 0o757)],
		["times", (path) => utimesSync(path("app/run"), 1, 1)],
	])("does not depend on %s, which differs between checkouts", (_, change) => {
		expect(digest(change)).toBe(digest());
	});
});
