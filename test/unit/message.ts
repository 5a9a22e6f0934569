import { expect } from "vitest";

/** An error of exactly this message, of whatever class. */
export function withMessage(message: string): unknown {
	return expect.objectContaining({ message });
}
