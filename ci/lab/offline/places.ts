import { join } from "node:path";
import { home, name } from "../lab.ts";

/** All labs share it. */
export const cache = join(home("XDG_CACHE_HOME", ".cache"), "slipway/lab");
/** Sockets of the lab's own Docker: short paths, gone after a reboot. */
export const run = join("/run", name);
/** The lab's own Docker's images, kept by `down`. */
export const dockerData = join(cache, "docker", name);

export const here = import.meta.dirname;
