import { createInterface } from "node:readline";
import { call } from "../support/lab.js";

/** A deploy that failed, in seconds since the epoch. */
export type Watched = {
	code: number;
	stderr: string;
	/** When the step that failed began, and when it ended: that is the verdict. */
	began: number;
	verdict: number;
	ended: number;
};

const now = () => Date.now() / 1000;

/** Deploys, and looks at the clock when its last step has ended: the one that failed. */
export async function watchedDeploy(
	namespace: string,
	manifests: string,
	timeout = 300,
): Promise<Watched> {
	const deploy = call(
		{ namespace, manifests },
		"deploy",
		`--timeout=${timeout}s`,
	);
	const steps: { at: number; seconds: number }[] = [];
	createInterface({ input: deploy.stderr }).on("line", (line) => {
		const [, seconds] = /^✗ [\w-]+ +([\d.]+) s/.exec(line) ?? [];
		if (seconds) steps.push({ at: now(), seconds: Number(seconds) });
	});
	const { exitCode, stderr } = await deploy;
	const step = steps.at(-1);
	if (!step) throw new Error(`no step of the deploy failed:\n${stderr}`);
	return {
		code: exitCode ?? -1,
		stderr,
		began: step.at - step.seconds,
		verdict: step.at,
		ended: now(),
	};
}
