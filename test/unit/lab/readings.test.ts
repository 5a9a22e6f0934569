import { expect, test } from "vitest";
import { addressed } from "../../../ci/lab/access.ts";
import { keyOf } from "../../../ci/lab/cache.ts";
import { cause, explain, LabError } from "../../../ci/lab/failure.ts";
import { fetchesToolchains, proxy } from "../../../ci/lab/go/toolchain.ts";
import { readySince } from "../../../ci/lab/health.ts";
import { labName } from "../../../ci/lab/lab.ts";
import { inOwnCgroup, mountPoints } from "../../../ci/lab/leftovers.ts";
import { marked } from "../../../ci/lab/network.ts";
import { engineConfig, nodeRegistries } from "../../../ci/lab/parts.ts";
import { since } from "../../../ci/lab/status.ts";

test("mount points below a folder come deepest first, and with their spaces", () => {
	const line = (path: string) =>
		`36 35 98:0 / ${path} rw,noatime - ext4 /dev/x rw`;
	const info = ["/a", "/a/b\\040c", "/a/b\\040c/merged", "/ab"]
		.map(line)
		.join("\n");
	expect(mountPoints(info, "/a")).toEqual(["/a/b c/merged", "/a/b c", "/a"]);
});

test("a process is the lab's when it is below the lab's cgroup, not one of a similar name", () => {
	expect(inOwnCgroup("4:memory:/slipway-lab/3f2a")).toBe(true);
	expect(inOwnCgroup("0::/slipway-lab/3f2a/kubepods/x")).toBe(true);
	expect(inOwnCgroup("0::/slipway-lab-test/3f2a")).toBe(false);
	expect(inOwnCgroup("0::/docker/slipway-lab/3f2a")).toBe(false);
});

test("only rules with the lab's own mark are the lab's", () => {
	const rules = [
		"-P FORWARD DROP",
		'-A FORWARD -i br0 -m comment --comment "slipway-lab" -j ACCEPT',
		"-A FORWARD -i br1 -m comment --comment slipway-lab-test -j ACCEPT",
		"-A FORWARD -j DOCKER-USER",
	];
	expect(marked(rules.join("\n"))).toEqual([
		"FORWARD -i br0 -m comment --comment slipway-lab -j ACCEPT".split(" "),
	]);
});

test("a node is ready only by the word of the kubelet that runs now", () => {
	const node = (status: string, lastHeartbeatTime: string) =>
		JSON.stringify({
			status: { conditions: [{ type: "Ready", status, lastHeartbeatTime }] },
		});
	const started = "2026-01-01T10:00:00.7Z";
	expect(readySince(node("True", "2026-01-01T10:00:00Z"), started)).toBe(true);
	expect(readySince(node("True", "2026-01-01T09:59:59Z"), started)).toBe(false);
	expect(readySince(node("False", "2026-01-01T10:00:05Z"), started)).toBe(
		false,
	);
	expect(readySince('{"status":{}}', started)).toBe(false);
});

test("a kubeconfig gets the address that is reached from outside", () => {
	expect(addressed("server: https://127.0.0.1:6443", "172.18.0.3")).toBe(
		"server: https://172.18.0.3:6443\n",
	);
});

test.each([
	["go version go1.26.1 linux/amd64", true],
	["go version go1.21.0 linux/arm64", true],
	["go version go1.19.8 linux/amd64", false],
	["go version go2.0 linux/amd64", true],
	["", false],
])("%j can fetch another Go: %s", (version, can) => {
	expect(fetchesToolchains(version)).toBe(can);
});

test("the Go proxy is the first one set, else Go's default", () => {
	expect(proxy("https://proxy.example.com/go/,direct")).toBe(
		"https://proxy.example.com/go",
	);
	expect(proxy("direct")).toBe("https://proxy.golang.org");
	expect(proxy()).toBe("https://proxy.golang.org");
});

test("mirrors are configured only where there is a mirror", () => {
	expect(Object.keys(engineConfig(false).registries)).toEqual([
		"registry.lab:5000",
	]);
	expect(engineConfig(true).registries["docker.io"]).toEqual({
		mirrors: ["mirror.lab:5000"],
	});
	expect(nodeRegistries(false).mirrors).not.toHaveProperty(["docker.io"]);
});

test("a key depends on where one input ends and the next begins", () => {
	expect(keyOf("ab", "c")).not.toBe(keyOf("a", "bc"));
	expect(keyOf("ab", "c")).toBe(keyOf("ab", "c"));
});

test.each([
	["write /x: no space left on device", "the disk is full"],
	["npm error code ENOTFOUND", "a package registry cannot be reached"],
	[
		"compile: signal: killed",
		"a process was killed, probably for lack of memory",
	],
])("%j is known", (log, what) => {
	expect(cause(log)?.what).toBe(what);
});

test("an unknown cause is left to the log", () => {
	expect(cause("exit status 2")).toBeUndefined();
});

test("a failure says what, shows what was seen, and what to do next", () => {
	expect(explain(new LabError("it broke", "mend it", "line 1\nline 2\n"))).toBe(
		"✗ it broke\n  │ line 1\n  │ line 2\n  next: mend it",
	);
});

test("the lab's name is one that Docker, cgroups and paths all take", () => {
	expect(labName(undefined)).toBe("slipway-lab");
	expect(labName("slipway-lab-2")).toBe("slipway-lab-2");
	expect(() => labName("../x")).toThrow("names no lab");
});

test("uptime reads well", () => {
	const now = Date.parse("2026-01-03T12:30:00Z");
	expect(since("2026-01-03T12:29:18Z", now)).toBe("42 s");
	expect(since("2026-01-03T12:00:00Z", now)).toBe("30 min");
	expect(since("2026-01-03T10:00:00Z", now)).toBe("2 h 30 min");
	expect(since("2026-01-01T10:00:00Z", now)).toBe("2 d 2 h");
});
