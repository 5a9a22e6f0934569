import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatTroubleshooting } from "./pages/troubleshooting.ts";

/** Writes the pages that are made from the sources. */
const path = join(import.meta.dirname, "../docs/troubleshooting.md");
await writeFile(path, formatTroubleshooting());
console.log("✓ docs/troubleshooting.md");
