import type { Directory } from "@dagger.io/dagger";
import type { Credentials, Login } from "../image/account.js";
import type { Recipe } from "../image/build.js";
import { findImage } from "../image/known.js";
import { requirePushed } from "../image/lookup.js";
import {
	formatAddress,
	placeholderDigest,
	type Repository,
	requireImageOf,
} from "../image/reference.js";
import type { Variables } from "../input/dotenv.js";
import type { Cluster } from "../kubectl/cluster.js";
import { makeRelease } from "../manifests/release.js";
import { render } from "../manifests/render.js";
import type { ReleaseSource } from "./context.js";
import {
	beginToBuild,
	type ImageOptions,
	shipImage,
	toBuild,
} from "./image.js";
import { requirePull } from "./pulling.js";

/** An app as Dagger has it. */
export type App = {
	source: Directory;
	recipe: Recipe;
	manifests: Directory;
	overlay?: string;
	login: Login;
	app: string;
	cluster: Cluster;
	/** The name of the pull secret, if there is one, and whose login it is to hold. */
	secretName?: string;
	pull?: Credentials;
	/** The app's own secrets; none where they stay as they are. */
	env?: Variables;
};

/** An app whose image is built and pushed, unless its registry has it already. */
export function pushedSource(app: App, options: ImageOptions): ReleaseSource {
	const begun = beginToBuild(app);
	return {
		...manifestsOf({ ...app, ...app.login }),
		ship: async (steps, { platforms }, records) => {
			const { repository, credentials: push } = app.login;
			const built = await toBuild(begun, steps, platforms, records);
			const shipped = await shipImage(built, steps, options);
			await requirePull(shipped.image, repository, { ...app, push });
			return shipped;
		},
	};
}

/** An app whose image is looked up in its registry, and neither built nor pushed. */
export function plannedSource(app: App): ReleaseSource {
	const begun = beginToBuild(app);
	return {
		...manifestsOf({ ...app, ...app.login }),
		ship: async (steps, { platforms }, records) => {
			const known = await findImage(
				await toBuild(begun, steps, platforms, records),
			);
			const { digest = placeholderDigest } = known;
			const address = formatAddress(app.login.repository);
			const why = known.digest ? known.why : `needed: ${known.why}`;
			return { image: `${address}@${digest}`, why };
		},
	};
}

/** An app whose image is pushed already. */
export function promotedSource(app: Pullable, image: string): ReleaseSource {
	requireImageOf(app.repository, image);
	return {
		...manifestsOf(app),
		ship: async (steps) => {
			const { repository, credentials: push } = app;
			await steps.run("image", () => requirePushed(image, push), {
				describe: String,
			});
			await requirePull(image, repository, { ...app, push });
			return { image };
		},
	};
}

/** An app as far as its manifests are concerned: where its image is, and who may look it up there. */
type Pullable = Omit<App, "source" | "recipe" | "login"> & {
	repository: Repository;
	credentials?: Credentials;
};

function manifestsOf(app: Pullable): Pick<ReleaseSource, "render" | "release"> {
	const { pull: credentials, cluster } = app;
	const { namespace } = cluster;
	return {
		render: () => render({ ...app, namespace }),
		release: (rendered, image, found) =>
			makeRelease(rendered, image, { ...app, ...found, credentials }),
	};
}
