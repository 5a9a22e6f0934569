import type { Secret } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import {
	requireAll,
	requirePromotion,
	requireRepository,
	type Settings,
} from "../../../dagger/src/deploy/settings.js";

const secret = (plaintext: string | Error) =>
	({
		plaintext: async () => {
			if (plaintext instanceof Error) throw plaintext;
			return plaintext;
		},
	}) as Partial<Secret> as Secret;
const unset = secret(new Error("secret env var not found"));

const settings: Settings = {
	registry: "registry.gitlab.com",
	username: "gitlab-ci-token",
	imageName: "group/shop",
	password: secret("job-t0ken"),
	kubeconfig: secret("clusters: []"),
	namespace: "shop",
	name: "",
	pullSecret: "shop-pull",
};
const pulling = {
	pullUsername: "gitlab-deploy-token",
	pullPassword: secret("deploy-t0ken\n"),
};
const push = {
	registry: "registry.gitlab.com",
	username: "gitlab-ci-token",
	password: "job-t0ken",
};
const pull = {
	registry: "registry.gitlab.com",
	username: "gitlab-deploy-token",
	password: "deploy-t0ken",
};
const noPull = { pullUsername: "", pullPassword: unset };

describe("whose login a deploy leaves in the cluster", () => {
	it("is that of the account that pulls, and both are masked", async () => {
		const app = await requireAll("deploy", { ...settings, ...pulling });
		expect(app).toMatchObject({
			secretName: "shop-pull",
			pull,
			logins: [push, pull],
			account: "registry.gitlab.com/gitlab-deploy-token",
			login: { credentials: push },
		});
	});

	it.each([{}, noPull])(
		"is that of the account that pushes: %#",
		async (more) => {
			const app = await requireAll("deploy", { ...settings, ...more });
			expect(app).toMatchObject({
				secretName: "shop-pull",
				pull: push,
				logins: [push],
				account: "registry.gitlab.com/gitlab-ci-token",
			});
		},
	);

	it("is nobody's without a pull secret", async () => {
		const none = { ...settings, ...noPull, pullSecret: "none" };
		const nobody = { secretName: undefined, pull: undefined };
		const app = await requireAll("deploy", none);
		expect(app).toMatchObject({ ...nobody, login: { credentials: push } });
		expect(app.account).toBeUndefined();
		expect(await requirePromotion("promote", none)).toMatchObject(nobody);
		const { secretName } = await requireRepository("render", none);
		expect(secretName).toBeUndefined();
	});
});

describe("a promotion", () => {
	it("looks the image up as the account that pushes, where that is given", async () => {
		expect(
			await requirePromotion("promote", { ...settings, ...pulling }),
		).toMatchObject({ credentials: push, pull, logins: [push, pull] });
	});

	it("does with the account that pulls", async () => {
		const given = { ...settings, ...pulling, password: unset };
		expect(await requirePromotion("promote", given)).toMatchObject({
			credentials: pull,
			pull,
			logins: [pull],
			account: "registry.gitlab.com/gitlab-deploy-token",
		});
	});

	it("does with the pull secret that is there", async () => {
		const given = { ...settings, ...noPull, password: undefined };
		const app = await requirePromotion("promote", given);
		expect(app).toMatchObject({ secretName: "shop-pull", logins: [] });
		expect(app.pull ?? app.account ?? app.credentials).toBeUndefined();
	});
});
