/**
 * Takes an app from source to running in Kubernetes with one typed call. What stays the same, the account, the cluster and
 * the recipe, is given before the function's name; what is shipped, and what describes one run, after it.
 */
// Dagger's SDK has TypeScript read the module at each call: without the types of browsers that takes half a second less.
/// <reference no-default-lib="true" />
/// <reference lib="es2023" />
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
	type Socket,
} from "@dagger.io/dagger";
import { deploy } from "./deploy/deploy.js";
import { diagnose } from "./deploy/doctor.js";
import { pushImage } from "./deploy/image.js";
import { masked } from "./deploy/masked.js";
import type { OnFailure } from "./deploy/on-failure.js";
import { plan } from "./deploy/plan.js";
import { removeApp } from "./deploy/remove-app.js";
import { renderFile } from "./deploy/render.js";
import { rollBackTo } from "./deploy/roll-back.js";
import {
	requireAll,
	requireCluster,
	requireLogin,
	requirePromotion,
	requireRepository,
} from "./deploy/settings.js";
import {
	plannedSource,
	promotedSource,
	pushedSource,
} from "./deploy/source.js";
import { withWorld } from "./deploy/world.js";
import { build, ignored } from "./image/build.js";
import { withNamedSecrets } from "./image/build-secrets.js";
import { enginePlatform } from "./image/lookup.js";
import { parseTags } from "./image/reference.js";
import { parsePullSecret } from "./input/arguments.js";
import { parseCommit } from "./input/commit.js";
import { parseTimeout } from "./input/duration.js";
import { readEnvFile } from "./input/env-file.js";
import { folder } from "./kubectl/files.js";
import { redact } from "./kubectl/redact.js";
import { requireRelease } from "./release/history.js";
import { readRecords } from "./release/store.js";
import { reportFiles } from "./report/files.js";
import { formatHistory } from "./report/history.js";
import { readStatus } from "./report/status.js";

/** An app: its account at a registry, the cluster that it runs in, and how its image is built. */
@object()
export class Slipway {
	registry: string;
	username?: string;
	imageName?: string;
	password?: Secret;
	kubeconfig?: Secret;
	namespace?: string;
	context?: string;
	token?: Secret;
	cluster?: Service;
	name: string;
	dockerfile: string;
	target?: string;
	buildArgs: string[];
	buildSecrets: Secret[];
	ssh?: Socket;
	platforms: Platform[];
	labels: string[];
	pullUsername?: string;
	pullPassword?: Secret;
	pullSecret: string;

	constructor(
		/** The registry's host, with its port if it has one; docker.io by default. */
		registry?: string,
		/** The account at the registry: on Docker Hub the Docker ID, not the e-mail address. */
		username?: string,
		/** The image's name, such as flask-app; or its path, such as team/flask-app, with or without the registry before it. */
		imageName?: string,
		/** The account's password or, better, an access token: --password=env://DOCKER_HUB_PASSWORD */
		password?: Secret,
		/** The kubeconfig of the cluster: --kubeconfig=file://$KUBECONFIG */
		kubeconfig?: Secret,
		/** The namespace that the app runs in. */
		namespace?: string,
		/** The kubeconfig's context, if not its current one. */
		context?: string,
		/**
		 * A token in place of the kubeconfig's credentials, where those come from a program:
		 * --token='cmd://aws eks get-token --cluster-name NAME'
		 */
		token?: Secret,
		/** The way to a cluster that only this machine reaches (kind, k3d, minikube, a VPN): --cluster=tcp://localhost:6443 */
		cluster?: Service,
		/** The app's name, for labels and the lock, if not the last part of the image's name. */
		name?: string,
		/** The Dockerfile's path in the source; Dockerfile by default. */
		dockerfile?: string,
		/** The stage of the Dockerfile to build, if not the last. */
		target?: string,
		/** Build arguments as NAME=VALUE. They are visible in the image: pass no secrets. */
		buildArgs?: string[],
		/** Secrets for steps with --mount=type=secret,id=NAME, by their names: --build-secrets=env://NAME */
		buildSecrets?: Secret[],
		/** The SSH agent for steps with --mount=type=ssh: --ssh=$SSH_AUTH_SOCK */
		ssh?: Socket,
		/** The platforms to build for, such as linux/arm64: by default the engine's if a node runs it, else the first node's. */
		platforms?: Platform[],
		/** Labels of the image as NAME=VALUE, such as org.opencontainers.image.revision=$CI_COMMIT_SHA. */
		labels?: string[],
		/** The account that the cluster pulls with, if not the one that pushes; it has to outlive the CI job. */
		pullUsername?: string,
		/** Its password or, better, a token that may only read: --pull-password=env://CI_DEPLOY_PASSWORD */
		pullPassword?: Secret,
		/**
		 * The Secret that the cluster pulls with, one for each account; dockerhub-secret by default. none is for public images, and
		 * nodes with their own login.
		 */
		pullSecret?: string,
	) {
		this.registry = registry ?? "docker.io";
		this.username = username;
		this.imageName = imageName;
		this.password = password;
		this.kubeconfig = kubeconfig;
		this.namespace = namespace;
		this.context = context;
		this.token = token;
		this.cluster = cluster;
		this.name = name ?? "";
		this.dockerfile = dockerfile ?? "Dockerfile";
		this.target = target;
		this.buildArgs = buildArgs ?? [];
		this.buildSecrets = buildSecrets ?? [];
		this.ssh = ssh;
		this.platforms = platforms ?? [];
		this.labels = labels ?? [];
		this.pullUsername = pullUsername;
		this.pullPassword = pullPassword;
		this.pullSecret = pullSecret ?? "dockerhub-secret";
	}

	/**
	 * Builds the image; needs no credentials.
	 *
	 * Usage: dagger call build --source=. terminal
	 */
	@func()
	async build(
		/** The app's folder: the build context of its image. */
		@argument({ ignore: ignored })
		source: Directory,
	): Promise<Container> {
		return build(source, await withNamedSecrets(this));
	}

	/**
	 * Runs the built image as a service on the ports that it exposes.
	 *
	 * Usage: dagger call serve --source=. up --ports=8080:8000
	 */
	@func()
	async serve(
		/** The app's folder: the build context of its image. */
		@argument({ ignore: ignored })
		source: Directory,
	): Promise<Service> {
		const image = build(source, await withNamedSecrets(this));
		return image.asService({ useEntrypoint: true });
	}

	/**
	 * Builds the image, pushes it under every tag and returns its reference by digest.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD push --source=.
	 * --tags=1.4.2
	 */
	@func({ cache: "never" })
	async push(
		/** The app's folder: the build context of its image. */
		@argument({ ignore: ignored })
		source: Directory,
		/** The tags to publish: latest, if none is given. */
		tags?: string[],
		/** Build even what the registry has already. */
		rebuild?: boolean,
	): Promise<string> {
		const options = { tags: parseTags(tags), rebuild };
		const login = await requireLogin("push", this);
		const recipe = await withNamedSecrets(this);
		return masked([login.credentials], () =>
			pushImage({ source, recipe, login }, options),
		);
	}

	/**
	 * Shows what deploy would apply, as a file of YAML.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --namespace=shop render --manifests=k8s contents
	 */
	@func()
	async render(
		/** The folder with the manifests, or with a kustomization. */
		manifests: Directory,
		/** A folder in the manifests with a kustomization of its own, such as overlays/production. */
		overlay?: string,
		/** The image by digest, as push returned it; without it a placeholder of zeros stands in its place. */
		image?: string,
	): Promise<File> {
		const app = await requireRepository("render", this);
		return renderFile({ ...app, manifests, overlay }, image);
	}

	/**
	 * Shows what deploy would change, and whether it would build the image; changes nothing.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD
	 * --kubeconfig=file://$KUBECONFIG --namespace=shop plan --source=. --manifests=k8s
	 */
	@func({ cache: "never" })
	async plan(
		/** The app's folder: the build context of its image. */
		@argument({ ignore: ignored })
		source: Directory,
		/** The folder with the manifests, or with a kustomization. */
		manifests: Directory,
		/** A folder in the manifests with a kustomization of its own, such as overlays/production. */
		overlay?: string,
		/** Plan as deploy --force-conflicts does it. */
		forceConflicts?: boolean,
		/** The app's own secrets, as deploy takes them: only the names that come, go and change are shown. */
		envFile?: Secret,
	): Promise<string> {
		const env = await readEnvFile(envFile);
		const app = { ...(await requireAll("plan", this)), env };
		const recipe = await withNamedSecrets(this);
		const draft = { ...app, source, recipe, manifests, overlay };
		return withWorld({ ...app, ...app.login }, 0, (world) =>
			plan(world, plannedSource(draft), { ...app, forceConflicts }),
		);
	}

	/**
	 * Builds, pushes, applies, and waits until the new containers are ready; returns the verdict.
	 *
	 * Creates the pull secret and applies the manifests, once the server has tried the whole set. They name the image
	 * plainly (image: flask-app) and get its reference by digest. On failure it shows the cause, the evidence and the next
	 * step, and exits non-zero.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD
	 * --kubeconfig=file://$KUBECONFIG --namespace=shop deploy --source=. --manifests=k8s
	 */
	@func({ cache: "never" })
	async deploy(
		/** The app's folder: the build context of its image. */
		@argument({ ignore: ignored })
		source: Directory,
		/** The folder with the manifests, or with a kustomization. */
		manifests: Directory,
		/** A folder in the manifests with a kustomization of its own, such as overlays/production. */
		overlay?: string,
		/** The tags to publish: latest, if none is given. Tags are for people: what runs is the digest. */
		tags?: string[],
		/** How long to wait until all is ready, and for another deploy to end: 90s, 5m or 1h30m; 5m by default. */
		timeout?: string,
		/** What happens when it fails: the release that ran before comes back, whole (the default), or all is kept as it is. */
		onFailure?: OnFailure,
		/**
		 * The commit and its time, as git log -1 --format='%h %cI' prints them. A commit older than the running one is rolled
		 * back to if it ran well before, and refused otherwise.
		 */
		commit?: string,
		/** Build and deploy a commit that is older than the one that runs, too. */
		allowOlder?: boolean,
		/** Build even what the registry has already. */
		rebuild?: boolean,
		/** Who deploys, a name or the address of a job: it is recorded, and shown to deploys that wait. */
		by?: string,
		/** Create the namespace if it does not exist. */
		createNamespace?: boolean,
		/** Take over fields of the manifests that another field manager owns, and objects that another app has applied. */
		forceConflicts?: boolean,
		/**
		 * The app's own secrets as dotenv lines, --env-file=file://app.env: they become the Secret NAME-env, for envFrom in the
		 * manifests; a change rolls what reads it. Without this option it stays as it is.
		 */
		envFile?: Secret,
	): Promise<string> {
		const options = {
			timeout: parseTimeout(timeout),
			commit: parseCommit(commit),
			tags: parseTags(tags),
			onFailure,
			rebuild,
			allowOlder,
			by,
			createNamespace,
			forceConflicts,
		};
		const env = await readEnvFile(envFile);
		const app = { ...(await requireAll("deploy", this)), env };
		const recipe = await withNamedSecrets(this);
		const draft = { ...app, source, recipe, manifests, overlay };
		const shipped = pushedSource(draft, options);
		return withWorld({ ...app, ...app.login }, options.timeout, (world) =>
			deploy(world, shipped, { ...options, ...app }),
		);
	}

	/**
	 * Deploys an image that is pushed already, by its digest: from staging to production is one call.
	 *
	 * Nothing is built. Without --password or --pull-password the pull secret has to exist, unless it is --pull-secret=none.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop promote
	 * --image=docker.io/alice/flask-app@sha256:4f1c… --manifests=k8s
	 */
	@func({ cache: "never" })
	async promote(
		/** The image by digest, as push returned it and status and history name it. */
		image: string,
		/** The folder with the manifests, or with a kustomization. */
		manifests: Directory,
		/** A folder in the manifests with a kustomization of its own, such as overlays/production. */
		overlay?: string,
		/** How long to wait until all is ready, and for another deploy to end: 90s, 5m or 1h30m; 5m by default. */
		timeout?: string,
		/** What happens when it fails: the release that ran before comes back, whole (the default), or all is kept as it is. */
		onFailure?: OnFailure,
		/** The commit and its time, as git log -1 --format='%h %cI' prints them. */
		commit?: string,
		/** Who deploys, a name or the address of a job: it is recorded, and shown to deploys that wait. */
		by?: string,
		/** Take over fields of the manifests that another field manager owns, and objects that another app has applied. */
		forceConflicts?: boolean,
		/** The app's own secrets as dotenv lines, which become the Secret NAME-env; without them it stays as it is. */
		envFile?: Secret,
	): Promise<string> {
		const env = await readEnvFile(envFile);
		const app = { ...(await requirePromotion("promote", this)), env };
		const options = {
			timeout: parseTimeout(timeout),
			commit: parseCommit(commit),
			tags: [],
			onFailure,
			by,
			forceConflicts,
			allowOlder: true,
		};
		const source = promotedSource({ ...app, manifests, overlay }, image);
		return withWorld(app, options.timeout, (world) =>
			deploy(world, source, { ...options, ...app }),
		);
	}

	/**
	 * Checks everything that a deploy needs, in seconds, and changes nothing: registry, cluster, rights, manifests.
	 *
	 * A line each: ✓ is good, ✗ would stop a deploy and has its next step, ? cannot be known. Fails if any check is ✗.
	 *
	 * Usage: dagger call --username=alice --image-name=flask-app --password=env://DOCKER_HUB_PASSWORD
	 * --kubeconfig=file://$KUBECONFIG --namespace=shop doctor --manifests=k8s
	 */
	@func({ cache: "never" })
	async doctor(
		/** The folder with the manifests, or with a kustomization. */
		manifests: Directory,
		/** The app's folder, to see whether it has a Dockerfile. */
		@argument({ ignore: ignored })
		source?: Directory,
		/** A folder in the manifests with a kustomization of its own, such as overlays/production. */
		overlay?: string,
	): Promise<string> {
		const { dockerfile, platforms } = this;
		const engine = await enginePlatform();
		const shipment = { manifests, overlay, source, dockerfile };
		return diagnose(this, { ...shipment, platforms, engine });
	}

	/**
	 * Shows what runs now: every object of the app, its health and its image.
	 *
	 * Usage: dagger call --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop status
	 */
	@func({ cache: "never" })
	async status(): Promise<string> {
		const { cluster, app } = await requireCluster("status", this);
		return masked([], async () => redact(await readStatus(cluster, app), []));
	}

	/**
	 * Lists the releases, the newest first: when, what became of each, who, which commit and image.
	 *
	 * Usage: dagger call --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop history
	 */
	@func({ cache: "never" })
	async history(): Promise<string> {
		const { cluster, app } = await requireCluster("history", this);
		return masked([], async () =>
			formatHistory(await readRecords(cluster, app)),
		);
	}

	/**
	 * Brings a former release back, whole, from its record, and waits until it runs.
	 *
	 * Pods, configuration and Services come back, and what was deleted since; what is new goes. Nothing is built. Volumes
	 * and their claims stay as they are.
	 *
	 * Usage: dagger call --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop rollback --to=11
	 */
	@func({ cache: "never" })
	async rollback(
		/** The release by its number or its commit, as history lists them; without it the last good one before this one. */
		to?: string,
		/** How long to wait until it is ready, and for another deploy to end: 90s, 5m or 1h30m; 5m by default. */
		timeout?: string,
		/** What happens when it fails: the release that ran before comes back (the default), or all is kept as it is. */
		onFailure?: OnFailure,
		/** Who rolls back, a name or the address of a job: it is recorded, and shown to deploys that wait. */
		by?: string,
	): Promise<string> {
		const { cluster, app } = await requireCluster("rollback", this);
		const options = {
			app,
			by,
			onFailure,
			secretName: parsePullSecret(this.pullSecret),
			timeout: parseTimeout(timeout),
		};
		return withWorld({ cluster, app }, options.timeout, (world) =>
			rollBackTo(world, options, to),
		);
	}

	/**
	 * Exports the last release as files, even if its run failed or was killed.
	 *
	 * These are report.html, report.json (docs/report.schema.json), report.md, deploy.env, junit.xml and annotations.json, the
	 * last three as GitLab takes them in. They hold no content of any object.
	 *
	 * Usage: dagger call --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop report export --path=report
	 */
	@func({ cache: "never" })
	async report(
		/** Another release by its number or its commit, if not the last. */
		release?: string,
		/** Only what this one has deployed, as --by named it: a job that failed early has no release. */
		by?: string,
	): Promise<Directory> {
		const { cluster, app } = await requireCluster("report", this);
		return masked([], async () => {
			const history = await readRecords(cluster, app);
			const record = requireRelease(history, app, release, by);
			const { namespace } = cluster;
			return folder(reportFiles(record, { namespace, history }));
		});
	}

	/**
	 * Deletes all that the app's releases have made, and waits until it is gone.
	 *
	 * What holds data stays, and what is annotated slipway/keep: "true".
	 *
	 * Usage: dagger call --image-name=flask-app --kubeconfig=file://$KUBECONFIG --namespace=shop remove
	 */
	@func({ cache: "never" })
	async remove(
		/** Delete the persistent volume claims too, and with them what they hold. */
		deleteData?: boolean,
		/** Delete the namespace too, if a deploy of this app made it (--create-namespace) and nothing of others is in it. */
		deleteNamespace?: boolean,
		/** How long to wait until all is gone, and for another deploy to end: 90s, 5m or 1h30m; 5m by default. */
		timeout?: string,
		/** Who removes it, a name or the address of a job: it is shown to deploys that wait. */
		by?: string,
	): Promise<string> {
		const { cluster, app } = await requireCluster("remove", this);
		const seconds = parseTimeout(timeout);
		const options = { app, by, timeout: seconds, deleteData, deleteNamespace };
		return withWorld({ cluster, app }, seconds, (world) =>
			removeApp(world, options),
		);
	}
}
