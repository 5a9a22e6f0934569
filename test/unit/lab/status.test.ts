import { expect, test } from "vitest";
import { since } from "../../../ci/lab/status.ts";

test("uptime reads well", () => {
	const now = Date.parse("2026-01-03T12:30:00Z");
	expect(since("2026-01-03T12:29:18Z", now)).toBe("42 s");
	expect(since("2026-01-03T12:00:00Z", now)).toBe("30 min");
	expect(since("2026-01-03T10:00:00Z", now)).toBe("2 h 30 min");
	expect(since("2026-01-01T10:00:00Z", now)).toBe("2 d 2 h");
});
