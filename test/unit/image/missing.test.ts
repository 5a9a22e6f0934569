import { describe, expect, it } from "vitest";
import { isNotFound, isRefused } from "../../../dagger/src/image/missing.js";

const image = (digest: string) =>
	`registry.example.com/alice/web@sha256:${digest.padEnd(64, "0")}`;
const absent = (digest: string) =>
	`failed to resolve image "${image(digest)}": ${image(digest)}: not found`;

describe("an image that its registry does not tell of", () => {
	it.each([
		absent("4f1c"),
		absent("401"),
		absent("a403"),
		`${absent("4f1c")} [traceparent:00-4031-401-01]`,
	])("is not there: %s", (message) => {
		expect(isNotFound(message)).toBe(true);
		expect(isRefused(message)).toBe(false);
	});

	it.each([
		`${image("4f1c")}: pull access denied, repository does not exist or may require authorization`,
		`${image("4f1c")}: failed to authorize: 401 Unauthorized`,
		`unexpected status from HEAD request to https://registry.example.com/v2/alice/web: 403 Forbidden`,
		"unauthorized: authentication required",
	])("may be there: %s", (message) => {
		expect(isNotFound(message)).toBe(false);
		expect(isRefused(message)).toBe(true);
	});

	it.each([
		`${image("401403")}: dial tcp: lookup registry.example.com: no such host`,
		`failed to do request: Head "https://registry.example.com/v2/alice/web/manifests/sha256:1403401": EOF`,
	])("cannot be asked for, whatever its digest: %s", (message) => {
		expect(isNotFound(message)).toBe(false);
		expect(isRefused(message)).toBe(false);
	});
});
