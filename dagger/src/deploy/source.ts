import type { Container, Directory } from "@dagger.io/dagger";
import type { Login } from "../image/account.js";
import { finishBuild } from "../image/build.js";
import { computeDigest, publish } from "../image/publish.js";
import { formatAddress } from "../image/reference.js";
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
		push: () => publish(image, login, tags, systemClock),
	};
}

/** An app whose image is built, and known by the digest that a push would give it. */
export function unpushedSource(app: App): Source {
	const { image, login } = app;
	const { repository, credentials } = login;
	const { namespace } = app.cluster;
	return {
		render: () => render({ ...app, repository, namespace }),
		build: () => finishBuild(image),
		push: async () =>
			`${formatAddress(repository)}@${await computeDigest(image)}`,
		release: (rendered, reference, found) =>
			makeRelease(rendered, reference, { ...app, ...found, credentials }),
	};
}
