import type {
	IngressRule,
	IngressSpec,
} from "kubernetes-types/networking/v1.js";
import { shortenId } from "../input/commit.js";
import { kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import type { ReleaseRecord } from "../release/record.js";

export type Link = { label: string; url: string };

/** Where a release can be looked at, as far as its record knows addresses. */
export function listLinks(record: ReleaseRecord): Link[] {
	const { image, commit, by } = record;
	// What GitLab's CI_JOB_URL looks like.
	const [, project] = /^(.+)\/-\/jobs\/\d+$/.exec(by) ?? [];
	const [, path] = /^docker\.io\/([^@]+)/.exec(image) ?? [];
	return [
		...listAddresses(record).map((url) => ({
			label: `app ${url.replace(/^https?:\/\//, "")}`,
			url,
		})),
		{
			label: `image ${path}`,
			url: path && `https://hub.docker.com/r/${path}`,
		},
		{
			label: `commit ${shortenId(commit?.id ?? "")}`,
			url: project && commit && `${project}/-/commit/${commit.id}`,
		},
		{ label: "deployed by", url: by },
	].flatMap(({ label, url = "" }) =>
		/^https?:\/\/[^\s<>]+$/.test(url) ? [{ label, url }] : [],
	);
}

/** Where the app answers, as its Ingresses say. */
export function listAddresses({ objects }: ReleaseRecord): string[] {
	const addresses = objects
		.filter((object) => kindKey(object) === "networking.k8s.io/Ingress")
		.flatMap(listHosts);
	return [...new Set(addresses)];
}

function listHosts({ spec }: KubeObject): string[] {
	const { rules, tls } = (spec ?? {}) as IngressSpec;
	// A record may hold null.
	const encrypted = (tls ?? []).flatMap(({ hosts = ["*"] }) => hosts);
	return (rules ?? []).flatMap(({ host, http }) => {
		if (!host || host.includes("*")) return [];
		const covering = ["*", host, host.replace(/^[^.]+/, "*")];
		const scheme = covering.some((one) => encrypted.includes(one))
			? "https"
			: "http";
		return [`${scheme}://${host}${findPath(http)}`];
	});
}

// A path of another type may be a pattern.
function findPath(http: IngressRule["http"]): string {
	const [first] = http?.paths ?? [];
	const isPlain = first?.pathType === "Prefix" || first?.pathType === "Exact";
	return isPlain ? (first?.path ?? "/") : "/";
}
