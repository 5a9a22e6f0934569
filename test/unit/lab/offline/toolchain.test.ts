import { expect, test } from "vitest";
import {
	fetchesToolchains,
	proxy,
} from "../../../../ci/lab/offline/go/toolchain.ts";

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
