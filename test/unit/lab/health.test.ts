import { expect, test } from "vitest";
import { readySince } from "../../../ci/lab/health.ts";

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
