import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { $ } from "zx";

export type Job = {
	stage: string;
	rules: { if: string; when?: string }[];
	image: { name: string };
	services?: {
		name: string;
		alias: string;
		variables: Record<string, string>;
	}[];
	variables: Record<string, string>;
	before_script: string[];
	script: string[];
	after_script?: string[];
	allow_failure: boolean;
	interruptible: boolean;
	resource_group: string;
	environment: Record<string, string>;
	artifacts: {
		when: string;
		paths: string[];
		expose_as?: string;
		reports?: Record<string, string>;
	};
	retry: { max: number; when: string[] };
	when?: string;
};

export type Pipeline = Record<string, Job>;

const root = join(import.meta.dirname, "../../..");

/** The pipeline that GitLab makes of a .gitlab-ci.yml beside the templates, with all that it includes; its error where it makes none. */
export async function preview(file: string): Promise<Pipeline> {
	const folder = mkdtempSync(join(tmpdir(), "slipway-preview-"));
	try {
		cpSync(join(root, "templates"), join(folder, "templates"), {
			recursive: true,
		});
		writeFileSync(join(folder, ".gitlab-ci.yml"), file);
		const shell = $({ cwd: folder, quiet: true });
		await shell`git init -q -b main && git add -A`;
		await shell`git -c user.name=test -c user.email=test@example.com commit -qm ${"One"}`;
		await shell`git remote add origin git@gitlab.example.com:slipway/slipway.git`;
		const program = join(root, "node_modules/.bin/gitlab-ci-local");
		const { stdout } =
			await shell`${program} --preview --no-json-schema-validation`;
		const { stages: _, ...jobs } = parse(stdout.slice(stdout.indexOf("---")));
		return jobs;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The pipeline of a project that includes one of the components with these inputs. */
export const include = (component: string, inputs: Record<string, unknown>) =>
	preview(
		`include:\n  - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/${component}@$CI_COMMIT_SHA\n    inputs: ${JSON.stringify(inputs)}\n`,
	);
