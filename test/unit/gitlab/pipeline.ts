import { readFileSync } from "node:fs";
import { type Job, preview } from "./preview.js";

export const readRoot = (path: string) =>
	readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The pipeline of this repository, with the component that it includes. */
export const text = readRoot(".gitlab-ci.yml");
export const pipeline = await preview(text);
export const job = pipeline.deploy as Job;
