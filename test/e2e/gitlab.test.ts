import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { prepareDind } from "./support/dind.js";
import { GitLab, type Project } from "./support/gitlab.js";
import {
	type Ended,
	fetchThrough,
	freshNamespace,
	greet,
	kubectl,
	manifests,
	root,
	slipway,
	variable,
} from "./support/lab.js";

// GitLab's variables may name others, and have $$ for $.
const password = variable("LAB_PASSWORD").replaceAll("$", "$$$$");

let gitlab: GitLab;
beforeAll(async () => {
	gitlab = await GitLab.create();
});
afterAll(() => gitlab.close());

const all = ({ stdout, stderr }: Ended) => stdout + stderr;

function expectNoSecret(...runs: Ended[]): void {
	// Nothing is masked here: what a job prints is what is seen.
	for (const run of runs)
		expect(all(run)).not.toContain(variable("LAB_PASSWORD"));
}

/** The project that this repository is. */
async function ownProject(on = gitlab): Promise<Project> {
	const project = await on.project("slipway/slipway");
	for (const part of [
		...[".env", ".gitlab-ci.yml", "dagger.json", "dagger/src"],
		...["dagger/package.json", "dagger/tsconfig.json", "flask-app"],
		"templates",
	])
		await cp(join(root, part), join(project.path, part), { recursive: true });
	await project.commit("One");
	return project;
}

/** What this repository's pipeline is given. Docker Hub is the default: here it is the lab's registry. */
const dockerHub = {
	DOCKER_HUB_REGISTRY: variable("LAB_REGISTRY"),
	DOCKER_HUB_USERNAME: variable("LAB_USERNAME"),
	DOCKER_HUB_IMAGE_NAME: "flask-app",
	DOCKER_HUB_PASSWORD: password,
};

test("this repository's pipeline deploys on main, and on no other branch", async () => {
	const project = await ownProject();
	const namespace = await freshNamespace("gitlab-own");
	const variables = { ...dockerHub, KUBE_NAMESPACE: namespace };

	await project.git("checkout", "--quiet", "-b", "branch");
	const none = await project.pipeline(variables);
	expect(all(none)).not.toContain("deploy");
	expect(await kubectl("-n", namespace, "get", "pods", "-o", "name")).toBe("");

	await project.git("checkout", "--quiet", "main");
	const main = await project.pipeline(variables);
	expect(all(main)).toContain("✓ deployed");
	expect(main.code).toBe(0);
	expect(await kubectl("-n", namespace, "get", "pods", "-o", "name")).toBe(
		"pod/flask-app\n",
	);
	const sha = await project.git("rev-parse", "--short=7", "HEAD");
	const { stdout } = await slipway({ namespace }, "history");
	expect(stdout).toMatch(new RegExp(`^\\* 1 .* deployed .*/jobs/\\d+ +${sha}`));
	expectNoSecret(none, main);
});

test("a job with an engine of its own, in Docker in Docker, deploys as well", async () => {
	const dind = await prepareDind();
	onTestFinished(dind.remove);
	const project = await ownProject(gitlab.withDind(dind.options));
	const namespace = await freshNamespace("gitlab-dind");
	const ended = await project.pipeline({
		...dockerHub,
		KUBE_NAMESPACE: namespace,
	});
	expect(all(ended)).toContain("✓ deployed");
	expect(ended.code).toBe(0);
	const page = await fetchThrough(namespace, "pods/flask-app:8000");
	expect(page).toContain("Hello from Slipway!");
	expectNoSecret(ended);
});

/** A project of other people: an app, its manifests, and the few lines that it needs. */
async function shop(name: string, component: string, inputs = "") {
	const project = await gitlab.project(`alice/${name}`, {
		".gitlab-ci.yml": `
include:
  - component: $CI_SERVER_FQDN/slipway/slipway/${component}@0.1.0
    inputs:
      image-name: ${variable("LAB_USERNAME")}/${name}
      module: ${gitlab.module}
${inputs}`,
	});
	const app = join(root, "flask-app");
	const parts = ["app", "Dockerfile", "gunicorn.conf.py", "requirements.txt"];
	for (const part of parts)
		await cp(join(app, part), join(project.path, part), { recursive: true });
	await cp(manifests("k8s-deployment"), join(project.path, "k8s"), {
		recursive: true,
	});
	return project;
}

/** What GitLab sets by itself, and its agent. */
const registry = {
	CI_REGISTRY: variable("LAB_REGISTRY"),
	CI_REGISTRY_USER: variable("LAB_USERNAME"),
	CI_REGISTRY_PASSWORD: password,
	CI_DEPLOY_USER: variable("LAB_USERNAME"),
	CI_DEPLOY_PASSWORD: password,
};

const imageIn = (namespace: string) =>
	kubectl(
		...["-n", namespace, "get", "deployment", "flask-app", "-o"],
		"jsonpath={.spec.template.spec.containers[0].image}",
	);

describe("another project with the component", () => {
	test("deploys, fails with its report, and goes back by its old job", async () => {
		const project = await shop("flask-app", "deploy");
		const namespace = await freshNamespace("gitlab-shop");
		const variables = { ...registry, KUBE_NAMESPACE: namespace };

		await greet(project.path, "The first words.");
		await project.commit("First");
		const first = await project.pipeline(variables);
		expect(all(first)).toContain("✓ deployed");
		expect(first.code).toBe(0);
		const image = await imageIn(namespace);
		const dotenv = await project.artifact("deploy", "report/deploy.env");
		expect(dotenv).toContain(`SLIPWAY_IMAGE=${image}\n`);

		await greet(project.path, "The second words.");
		await project.commit("Second");
		const second = await project.pipeline(variables);
		expect(second.code).toBe(0);
		expect(await imageIn(namespace)).not.toBe(image);
		const words = await fetchThrough(namespace, "services/flask-app:80");
		expect(words).toContain("The second words.");

		await greet(project.path, 'words" + undefined_name + "');
		await project.commit("Broken");
		const broken = await project.pipeline(variables);
		expect(all(broken)).toContain("name 'undefined_name' is not defined");
		expect(broken.code).not.toBe(0);
		const junit = await project.artifact("deploy", "report/junit.xml");
		expect(junit).toContain("undefined_name");
		const back = await fetchThrough(namespace, "services/flask-app:80");
		expect(back).toContain("The second words.");

		// GitLab's button Rollback runs the old job again, with the old commit.
		await project.git("checkout", "--quiet", "main~2");
		const again = await project.pipeline(variables, "deploy");
		expect(all(again)).toContain("going back to release 1");
		expect(again.code).toBe(0);
		expect(await imageIn(namespace)).toBe(image);
		expectNoSecret(first, second, broken, again);
	});

	test("names an engine that does not answer within ten seconds", async () => {
		const project = await shop("flask-app", "deploy");
		await project.commit("First");
		const ended = await project.pipeline({
			...registry,
			KUBE_NAMESPACE: "nowhere",
			DAGGER_ENGINE: `tcp://${gitlab.engine}:9`,
			ENGINE_SECONDS: "10",
		});
		expect(all(ended)).toContain(
			`✗ no Dagger engine answers at tcp://${gitlab.engine}:9 within 10 s`,
		);
		expect(ended.code).not.toBe(0);
		expect(ended.seconds).toBeLessThan(40);
	});

	test("runs nothing of a CLI whose checksum differs", async () => {
		const project = await shop("flask-app", "deploy");
		await project.commit("First");
		const ended = await project.pipeline({
			...registry,
			KUBE_NAMESPACE: "nowhere",
			INPUT_DAGGER_SHA256: "0".repeat(64),
		});
		expect(all(ended)).toContain("computed checksum did NOT match");
		expect(all(ended)).not.toContain("preflight");
		expect(ended.code).not.toBe(0);
	});
});

test("a merge request is reviewed in a namespace of its own, which goes when it stops", async () => {
	const namespace = `e2e-gitlab-review-${Date.now().toString(36)}`;
	const project = await shop(
		"flask-app",
		"review",
		`      namespace: ${namespace}\n`,
	);
	await project.commit("First");
	const base = await project.git("rev-parse", "HEAD");
	await project.git("checkout", "--quiet", "-b", "change");
	await writeFile(
		join(project.path, "k8s/settings.yaml"),
		"apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n",
	);
	await project.commit("Add settings");
	const variables = {
		...registry,
		CI_PIPELINE_SOURCE: "merge_request_event",
		CI_MERGE_REQUEST_IID: "7",
		CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
		CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "12",
		CI_PROJECT_ID: "12",
	};

	const review = await project.pipeline(variables);
	expect(all(review)).toContain("✓ deployed");
	expect(review.code).toBe(0);
	const diff = await project.artifact("review-diff", "manifests.diff");
	expect(diff).toMatch(/^\+ +name: settings$/m);
	expect(diff).not.toMatch(/^-[^-]/m);

	const stop = await project.pipeline(variables, "review-stop");
	expect(all(stop)).toContain(`Namespace ${namespace} deleted`);
	expect(stop.code).toBe(0);
	const left = ["get", "namespace", namespace, "--ignore-not-found"];
	expect(await kubectl(...left)).toBe("");

	const again = await project.pipeline(variables, "review-stop");
	expect(all(again)).toContain("nothing to do");
	expect(again.code).toBe(0);
	expectNoSecret(review, stop, again);
});
