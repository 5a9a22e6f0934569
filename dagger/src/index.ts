/**
 * Takes an app from source to running in Kubernetes with one typed call. What describes the app and its registry is
 * given before the function's name, what describes one run after it.
 */
import {
	argument,
	type Container,
	type Directory,
	type File,
	func,
	object,
	type Platform,
	type Secret,
	type Service,
} from "@dagger.io/dagger";
import { appIn } from "./cluster/snapshot.js";
import { deploy } from "./deploy.js";
import { type Deployment, deploymentOf } from "./deployment.js";
import { requireOnFailure } from "./history.js";
import { build } from "./image/build.js";
import { checkTags } from "./image/image.js";
import { push } from "./image/publish.js";
import { accessTo } from "./input/access.js";
import { labelFor, loginFor, repositoryFor } from "./input/account.js";
import { commitOf } from "./input/commit.js";
import { secondsOf } from "./input/duration.js";
import { renderFile } from "./manifests/render.js";
import { plan } from "./preview.js";
import { rollbackApp } from "./rollback.js";
import { systemClock } from "./steps.js";
import { statusText } from "./verdict/status.js";

/** An app, and where its image lives. */
@object()
export class Slipway {
	source: Directory;
	registry: string;
	dockerfile: string;
	buildArgs: string[];
	username?: string;
	imageName?: string;
	password?: Secret;
	target?: string;
	platform?: Platform;

	constructor(
		/** The app's folder: the build context of its image. Other repositories pass --source=. */
		@argument({
			defaultPath: "/flask-app",
			ignore: ["**/.git", "**/.venv", "**/node_modules", "**/__pycache__"],
		})
		source: Directory,
		/** The registry's host, with its port if it has one. */
		registry: string = "docker.io",
		/** The account at the registry: on Docker Hub the Docker ID, not the e-mail address. */
		username?: string,
		/** The image's name, such as flask-app; or its whole path, such as team/flask-app. */
		imageName?: string,
		/** The account's password or, better, an access token: --password=env://DOCKER_HUB_PASSWORD */
		password?: Secret,
		/** The Dockerfile's path in the source. */
		dockerfile: string = "Dockerfile",
		/** The stage of the Dockerfile to build, if not the last. */
		target?: string,
		/** Build arguments as NAME=VALUE. They end up in the image: no secrets. */
		buildArgs: string[] = [],
		/** The platform to build for, such as linux/arm64, if not the engine's own. */
		platform?: Platform,
	) {
		this.source = source;
		this.registry = registry;
		this.username = username;
		this.imageName = imageName;
		this.password = password;
		this.dockerfile = dockerfile;
		this.target = target;
		this.buildArgs = buildArgs;
		this.platform = platform;
	}

	/**
	 * Builds the image; needs no credentials.
	 *
	 * Usage: dagger call build terminal
	 */
	@func()
	build(): Container {
		return build(this);
	}

	/**
	 * Runs the built image as a service on the ports that it exposes.
	 *
	 * Usage: dagger call serve up --ports 8080:8000
	 */
	@func()
	serve(): Service {
		return build(this).asService({ useEntrypoint: true });
	}

	/**
	 * Builds the image, pushes it under every tag and returns its reference by digest.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD push --tags=1.4.2
	 */
	@func({ cache: "never" })
	async push(
		/** The tags to publish. */
		tags: string[] = ["latest"],
	): Promise<string> {
		checkTags(tags);
		return push(build(this), await loginFor("push", this), tags, systemClock);
	}

	/**
	 * Shows what deploy would apply, as a file of YAML.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app render --namespace=shop contents
	 */
	@func()
	async render(
		/** The namespace to put into the manifests. */
		namespace: string,
		/** The folder with the manifests, or with a kustomization. */
		@argument({ defaultPath: "/flask-app/k8s" })
		manifests: Directory,
		/** The image by digest, as push returned it; without it a placeholder of zeros stands in its place. */
		image?: string,
	): Promise<File> {
		const repository = repositoryFor("render", this);
		return renderFile(manifests, repository, namespace, image);
	}

	/**
	 * Shows what deploy would change, and changes nothing: the image is built, not pushed.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD plan
	 * --kubeconfig=file://$KUBECONFIG --namespace=shop
	 */
	@func({ cache: "never" })
	async plan(
		/** The kubeconfig of the cluster: --kubeconfig=file://$KUBECONFIG */
		kubeconfig: Secret,
		/** The namespace to look at. */
		namespace: string,
		/** The folder with the manifests, or with a kustomization. */
		@argument({ defaultPath: "/flask-app/k8s" })
		manifests: Directory,
		/** The kubeconfig's context, if not its current one. */
		context?: string,
	): Promise<string> {
		const login = await loginFor("plan", this);
		const cluster = await accessTo("plan", kubeconfig, namespace, context);
		return plan(cluster, login, manifests, build(this));
	}

	/**
	 * Builds, pushes, applies, and waits until the new containers are ready.
	 *
	 * Makes the pull secret dockerhub-secret and applies the manifests, all or nothing. They name the image plainly
	 * (image: flask-app) and get its reference by digest. Fails with cause, evidence, next step and an exit code not 0.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD deploy
	 * --kubeconfig=file://$KUBECONFIG --namespace=shop text
	 */
	@func({ cache: "never" })
	async deploy(
		/** The kubeconfig of the cluster: --kubeconfig=file://$KUBECONFIG */
		kubeconfig: Secret,
		/** The namespace to deploy to. */
		namespace: string,
		/** The folder with the manifests, or with a kustomization. */
		@argument({ defaultPath: "/flask-app/k8s" })
		manifests: Directory,
		/** The kubeconfig's context, if not its current one. */
		context?: string,
		/** How long to wait for the rollout: 90s, 5m, 1h30m. */
		timeout: string = "5m",
		/** The tags to publish. Tags are for people: what runs is the digest. */
		tags: string[] = ["latest"],
		/** Make the namespace if it does not exist. */
		createNamespace: boolean = false,
		/** Take over fields of the manifests that another field manager owns. */
		forceConflicts: boolean = false,
		/** What is deployed, as git log -1 --format='%h %cI' prints it: what is older than what was deployed is refused. */
		commit: string = "",
		/** Deploy what is older than what was deployed before, too. */
		force: boolean = false,
		/** Who deploys, for those who have to wait: a name, or the address of a job. */
		by: string = "",
		/** When the rollout fails: keep, or rollback to the revision before; by default workloads go back, all else stays. */
		onFailure: string = "",
	): Promise<Deployment> {
		checkTags(tags);
		const report = await deploy({
			...(await loginFor("deploy", this)),
			timeout: secondsOf("--timeout", timeout),
			onFailure: requireOnFailure(onFailure),
			commit: commitOf(commit),
			cluster: await accessTo("deploy", kubeconfig, namespace, context),
			image: build(this),
			tags,
			manifests,
			createNamespace,
			forceConflicts,
			force,
			by,
		});
		return deploymentOf(report);
	}

	/**
	 * Tells what runs now: every object of the app, its state and its image.
	 *
	 * Usage: dagger call --image-name=flask-app status --kubeconfig=file://$KUBECONFIG --namespace=shop
	 */
	@func({ cache: "never" })
	async status(
		/** The kubeconfig of the cluster: --kubeconfig=file://$KUBECONFIG */
		kubeconfig: Secret,
		/** The namespace to look at. */
		namespace: string,
		/** The kubeconfig's context, if not its current one. */
		context?: string,
	): Promise<string> {
		const cluster = await accessTo("status", kubeconfig, namespace, context);
		return statusText(await appIn(cluster, labelFor("status", this)));
	}

	/**
	 * Brings workloads back to the revision before, and waits until that runs; a bare Pod has no revisions.
	 *
	 * Usage: dagger call --image-name=flask-app rollback --kubeconfig=file://$KUBECONFIG --namespace=shop
	 */
	@func({ cache: "never" })
	async rollback(
		/** The kubeconfig of the cluster: --kubeconfig=file://$KUBECONFIG */
		kubeconfig: Secret,
		/** The namespace to work in. */
		namespace: string,
		/** The kubeconfig's context, if not its current one. */
		context?: string,
		/** How long to wait for the rollout: 90s, 5m, 1h30m. */
		timeout: string = "5m",
	): Promise<string> {
		const app = labelFor("rollback", this);
		const cluster = await accessTo("rollback", kubeconfig, namespace, context);
		return rollbackApp(cluster, app, secondsOf("--timeout", timeout));
	}
}
