import type { Container, Directory } from "@dagger.io/dagger";
import { tryOut } from "./cluster/apply.js";
import { type Access, said } from "./cluster/cluster.js";
import { look } from "./cluster/look.js";
import { disguises, redact } from "./cluster/redact.js";
import { releaseOf } from "./cluster/release.js";
import { inTurn, requireNewest } from "./cluster/turn.js";
import type { OnFailure } from "./history.js";
import { built } from "./image/build.js";
import { digestOf } from "./image/image.js";
import { publish } from "./image/publish.js";
import type { Login } from "./input/account.js";
import type { Commit } from "./input/commit.js";
import { labelOf } from "./manifests/manifests.js";
import { titlesOf } from "./manifests/objects.js";
import { render } from "./manifests/render.js";
import { Steps, systemClock } from "./steps.js";
import { carryOut, nothingToDo, type Transition } from "./transition.js";
import { type Report, reportOf, verdictOf } from "./verdict/report.js";

export type Deploy = Login & {
	image: Container;
	tags: string[];
	manifests: Directory;
	cluster: Access;
	by: string;
	commit?: Commit;
	force: boolean;
	createNamespace: boolean;
	forceConflicts: boolean;
	timeout: number;
	onFailure?: OnFailure;
};

/** From source to verdict; no error of it shows a secret. */
export async function deploy(run: Deploy): Promise<Report> {
	const { username, password } = run.credentials;
	return ship(run).catch((error: Error) => {
		throw new Error(redact(error.message, disguises(username, password)));
	});
}

/** Check, build, push, try out, and what the trial asks for; each step prints a line. */
async function ship(run: Deploy): Promise<Report> {
	const { cluster, repository, credentials, tags } = run;
	const { namespace } = cluster;
	const claim = { ...run, app: labelOf(repository.path) };
	const steps = new Steps(console.log, systemClock);

	const { drafts, past, since } = await steps.take("check", async () => {
		const drafts = await render(run.manifests, repository, namespace);
		const past = await look(cluster, claim.app, drafts, run.createNamespace);
		requireNewest(claim, past.lease);
		return { drafts, past, since: systemClock.now() };
	});
	await steps.take("build", () => built(run.image));
	const image = await steps.take(
		"push",
		() => publish(run.image, repository, credentials, tags, systemClock),
		(reference) => reference,
	);

	const release = releaseOf(drafts, digestOf(image), credentials);
	steps.print(`Deploying ${titlesOf(release.objects)} to Kubernetes...`);
	const attempt = () => tryOut(cluster, release, run.forceConflicts);
	const trial = await steps.take("trial", async () => {
		if (!past.hasNamespace) await makeNamespace(cluster);
		return attempt();
	});

	const transition: Transition = { ...run, image, release, past };
	const outcome =
		(await nothingToDo(transition, trial)) ??
		(await inTurn(cluster, claim, { ...past, since }, steps, async (turn) =>
			carryOut(turn, transition, turn.waited ? await attempt() : trial, steps),
		));
	const report = reportOf(image, tags, namespace, outcome, steps.taken);
	steps.print(`✓ ${verdictOf(report)}`);
	return report;
}

async function makeNamespace(cluster: Access): Promise<void> {
	const call = ["create", "namespace", cluster.namespace];
	const answers = await cluster.run([call]);
	const isThere = answers.some(({ stderr }) => /AlreadyExists/.test(stderr));
	if (!isThere) said("the namespace cannot be made", answers);
}
