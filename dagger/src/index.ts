/**
 * Slipway takes an app from source to running in Kubernetes with one typed call.
 *
 * The data goes one way: source, image, manifest, cluster, verdict. What describes the app and its registry is given
 * before the function's name, what describes one run after it:
 *
 * dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD deploy
 * --kubeconfig=file://$KUBECONFIG --namespace=shop text
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
import { loginFor, repositoryFor } from "./account.js";
import { requireArguments, requireNamespace } from "./arguments.js";
import { build, built } from "./build.js";
import { readSecret } from "./credentials.js";
import { deploy } from "./deploy.js";
import { type Deployment, deploymentOf } from "./deployment.js";
import { secondsOf } from "./duration.js";
import { checkTags, digestOf, placeholderDigest } from "./image.js";
import { requireKubeconfig } from "./kubeconfig.js";
import { publish } from "./publish.js";
import { pinned, render } from "./render.js";
import { verdictOf } from "./report.js";
import { systemClock } from "./steps.js";

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
			ignore: [
				"**/.git",
				"**/.venv",
				"**/node_modules",
				"**/__pycache__",
				"**/.pytest_cache",
			],
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
		const { repository, credentials } = await loginFor("push", this);
		const image = await built(build(this));
		return publish(image, repository, credentials, tags, systemClock);
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
		requireNamespace(namespace);
		const repository = repositoryFor("render", this);
		const digest = image ? digestOf(image) : placeholderDigest;
		return pinned(await render(manifests, repository, namespace), digest).file;
	}

	/**
	 * Builds, pushes, applies, and waits until the new containers are ready.
	 *
	 * Makes the pull secret dockerhub-secret and applies the manifests, all or nothing. The manifests name the image plainly (image: flask-app); the deploy puts in its reference by digest, so that the
	 * code that was built is the code that runs. Fails with the cause, the evidence and the next step, and an exit code
	 * that is not 0.
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
	): Promise<Deployment> {
		requireArguments("deploy", { "--namespace": namespace });
		requireNamespace(namespace);
		checkTags(tags);
		const seconds = secondsOf("--timeout", timeout);
		const { repository, credentials } = await loginFor("deploy", this);
		requireKubeconfig(
			await readSecret(kubeconfig, "--kubeconfig", "file://$KUBECONFIG"),
		);
		const report = await deploy({
			image: build(this),
			repository,
			credentials,
			tags,
			manifests,
			kubeconfig,
			context,
			namespace,
			createNamespace,
			forceConflicts,
			timeout: seconds,
		});
		console.log(`✓ ${verdictOf(report)}`);
		return deploymentOf(report);
	}
}
