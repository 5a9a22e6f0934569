import { join } from "node:path";
import { $, type Shell } from "zx";
import { programs } from "./lab/access.ts";
import { command } from "./lab/command.ts";
import { variables } from "./lab/env.ts";
import { LabError } from "./lab/failure.ts";
import { namespace } from "./lab/lab.ts";
import { say } from "./lab/progress.ts";
import { up } from "./lab/up.ts";

const root = join(import.meta.dirname, "..");

const next = `
✓ built, pushed, deployed and answering. What next?
  change a line of flask-app/app and run ./ci/demo again: seconds, and only the new code answers
  eval "$(ci/lab/env)"                       dagger, kubectl and the lab's variables in this shell
  dagger call deploy                         the same deploy again
  kubectl --namespace=${namespace} get pods           what runs
  dagger call build terminal                 look into the image
  dagger call serve up --ports 8080:8000     the app here, without a cluster
  ci/lab/down                                take it all away; the cache stays
`;

/** From source to an answer: the lab, the pipeline's very call, the app through the cluster. */
await command(async () => {
	await up();
	const env = await variables();
	const shell = $({
		cwd: root,
		env: {
			DAGGER_PROGRESS: "logs",
			...process.env,
			...env,
			PATH: `${programs}:${process.env.PATH}`,
			DAGGER_NO_NAG: "1",
		},
		nothrow: true,
	});
	await deploy(shell);
	await show(shell);
	console.log(next);
});

async function deploy(shell: Shell): Promise<void> {
	say("\n$ dagger call deploy --create-namespace\n");
	const { exitCode } = await shell({
		stdio: "inherit",
	})`dagger call deploy --create-namespace`;
	if (exitCode !== 0)
		throw new LabError(
			"the deploy has failed",
			"the lines above say why; the lab is still up: ci/lab/status",
		);
}

async function show(shell: Shell): Promise<void> {
	const path = `/api/v1/namespaces/${namespace}/pods/flask-app:8000/proxy/`;
	say(`\n\n$ kubectl get --raw ${path}\n`);
	const { exitCode, stdout, stderr } = await shell({
		quiet: true,
	})`kubectl get --raw ${path}`;
	if (exitCode !== 0)
		throw new LabError(
			"the app does not answer through the cluster",
			`kubectl --namespace=${namespace} get pods,events`,
			stderr,
		);
	console.log(stdout.trimEnd());
}
