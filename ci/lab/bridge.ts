import { createHash } from "node:crypto";
import { name } from "./lab.ts";

/** The network's interface on the host: at most 15 characters. */
export const bridge = `slipway-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;
