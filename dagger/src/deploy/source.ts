import type { Container, Directory } from "@dagger.io/dagger";
import type { Credentials, Login } from "../image/account.js";
import { finishBuild } from "../image/build.js";
import { computeDigest, publish, requirePushed } from "../image/publish.js";
import {
	formatAddress,
	type Repository,
	requireImageOf,
} from "../image/reference.js";
import type { Cluster } from "../kubectl/cluster.js";
import { makeRelease } from "../manifests/release.js";
import { render } from "../manifests/render.js";
import { systemClock } from "../system/clock.js";
import type { Source } from "./context.js";

/** An app as Dagger has it. */
export type App = {
	image: Container;
	manifests: Directory;
	overlay: string;
	login: Login;
	app: string;
	cluster: Cluster;
	/** The name of the pull secret. */
	secretName: string;
};

/** An app whose image is built and pushed. */
export function pushedSource(app: App, tags: string[]): Source {
	const { image, login } = app;
	return {
		...unpushedSource(app),
		ship: async (steps) => {
			await steps.run("build", () => finishBuild(image));
			const push = () => publish(image, login, tags, systemClock);
			return steps.run("push", push, { describe: String });
		},
	};
}

/** An app whose image is built, and known by the digest that a push would give it. */
export function unpushedSource(app: App): Source {
	const { image, login } = app;
	const { repository, credentials } = login;
	const { namespace } = app.cluster;
	return {
		render: () => render({ ...app, repository, namespace }),
		ship: async () => {
			await finishBuild(image);
			return `${formatAddress(repository)}@${await computeDigest(image)}`;
		},
		release: (rendered, reference, found) =>
			makeRelease(rendered, reference, { ...app, ...found, credentials }),
	};
}

/** An app whose image is pushed already. */
export function promotedSource(
	app: Omit<App, "image" | "login"> & {
		repository: Repository;
		credentials?: Credentials;
	},
	image: string,
): Source {
	const { repository, credentials } = app;
	const { namespace } = app.cluster;
	requireImageOf(repository, image);
	return {
		render: () => render({ ...app, namespace }),
		ship: (steps) =>
			steps.run("image", () => requirePushed(image, credentials), {
				describe: String,
			}),
		release: (rendered, reference, found) =>
			makeRelease(rendered, reference, { ...app, ...found, credentials }),
	};
}
