import { readFileSync } from "node:fs";
import { parse } from "yaml";

type Job = {
	stage: string;
	rules: { if: string }[];
	image: string;
	services: {
		name: string;
		alias: string;
		variables: Record<string, string>;
	}[];
	variables: Record<string, string>;
	before_script: string[];
	script: string[];
	allow_failure: boolean;
	interruptible: boolean;
	resource_group: string;
	environment: string;
	retry: { max: number; when: string[] };
};

export const readRoot = (path: string) =>
	readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

export const text = readRoot(".gitlab-ci.yml");
export const pipeline = parse(text) as { deploy: Job };
export const job = pipeline.deploy;
export const commands = [...job.before_script, ...job.script];
