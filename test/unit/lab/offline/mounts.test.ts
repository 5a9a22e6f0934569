import { expect, test } from "vitest";
import { mountPoints } from "../../../../ci/lab/offline/mounts.ts";

test("mount points below a folder come deepest first, and with their spaces", () => {
	const line = (path: string) =>
		`36 35 98:0 / ${path} rw,noatime - ext4 /dev/x rw`;
	const info = ["/a", "/a/b\\040c", "/a/b\\040c/merged", "/ab"]
		.map(line)
		.join("\n");
	expect(mountPoints(info, "/a")).toEqual(["/a/b c/merged", "/a/b c", "/a"]);
});
