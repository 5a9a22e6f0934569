import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";
import { LabError } from "../lab/failure.ts";

const root = join(import.meta.dirname, "../..");

const namespace = "pictures";

/** What there is to see of an app: the terminal of its first deploy, and the report of that one and of one that fails. */
export type Seen = { terminal: string; deployed: string; rolledBack: string };

/** Deploys the sample app into a namespace of its own, then once more with a line that breaks it. */
export async function deployTwice(
	env: NodeJS.ProcessEnv,
	folder: string,
): Promise<Seen> {
	const commit = await readCommit();
	const shell = $({
		cwd: root,
		env: {
			...env,
			DAGGER_PROGRESS: "logs",
			DAGGER_NO_NAG: "1",
			KUBE_NAMESPACE: namespace,
			// What .env takes from GitLab.
			CI_COMMIT_SHORT_SHA: commit.id,
			CI_COMMIT_TIMESTAMP: commit.time,
			CI_JOB_URL: "alice",
		},
		nothrow: true,
		quiet: true,
	});
	const broken = join(await mkdtemp(join(folder, "broken-")), "flask-app");
	await breakApp(broken);
	try {
		await shell`kubectl delete namespace ${namespace} --ignore-not-found`;
		await shell`kubectl create namespace ${namespace}`;
		const first = await shell`dagger call deploy 2>&1`;
		if (first.exitCode !== 0) throw failed("the deploy", first.stdout);
		const deployed = await report();
		const second = await shell`dagger call deploy --source=${broken}`;
		if (second.exitCode === 0)
			throw failed("the deploy that is to fail has not", second.stdout);
		return {
			terminal: `$ dagger call deploy\n${dropOthers(first.stdout)}`,
			deployed,
			rolledBack: await report(),
		};
	} finally {
		await shell`kubectl delete namespace ${namespace} --wait=false`;
	}

	async function report(): Promise<string> {
		const path = await mkdtemp(join(folder, "report-"));
		const { exitCode, stderr } =
			await shell`dagger call report export --path=${path}`;
		if (exitCode !== 0) throw failed("the report", stderr);
		return readFile(join(path, "report.html"), "utf8");
	}
}

async function readCommit(): Promise<{ id: string; time: string }> {
	const { stdout } = await $({ cwd: root })`git log -1 --format=${"%h %cI"}`;
	const [id = "", time = ""] = stdout.trim().split(" ");
	return { id, time };
}

/** What the run says, without what Dagger says of itself and of the defaults in .env. */
function dropOthers(output: string): string {
	const start = output.indexOf("✓ preflight");
	return output.slice(start).replace(/^user default: .*\n/gm, "");
}

async function breakApp(folder: string): Promise<void> {
	await cp(join(root, "flask-app"), folder, { recursive: true });
	const file = join(folder, "app/__init__.py");
	const text = await readFile(file, "utf8");
	await writeFile(file, `import flask_login\n${text}`);
}

function failed(what: string, log: string): LabError {
	return new LabError(
		what,
		"the lab is still up: ci/lab/status; then run it again",
		log,
	);
}
