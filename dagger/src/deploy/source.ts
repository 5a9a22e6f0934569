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
	return {
		...manifestsOf({ ...app, ...login }),
		ship: async () => {
			await finishBuild(image);
			return `${formatAddress(login.repository)}@${await computeDigest(image)}`;
		},
	};
}

/** An app whose image is pushed already. */
export function promotedSource(app: Pullable, image: string): Source {
	requireImageOf(app.repository, image);
	return {
		...manifestsOf(app),
		ship: (steps) =>
			steps.run("image", () => requirePushed(image, app.credentials), {
				describe: String,
			}),
	};
}

/** An app as far as its manifests are concerned: where its image is, and who pulls it. */
type Pullable = Omit<App, "image" | "login"> & {
	repository: Repository;
	credentials?: Credentials;
};

function manifestsOf(app: Pullable): Pick<Source, "render" | "release"> {
	const { credentials } = app;
	const { namespace } = app.cluster;
	return {
		render: () => render({ ...app, namespace }),
		release: (rendered, image, found) =>
			makeRelease(rendered, image, { ...app, ...found, credentials }),
	};
}
