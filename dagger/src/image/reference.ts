import { isIPv6 } from "node:net";
import { Failure } from "../failures/failure.js";

/** Where an image lives: `docker.io` and `alice/flask-app`. */
export type Repository = { registry: string; path: string };

const dockerHubAliases = [
	"docker.io",
	"index.docker.io",
	"registry-1.docker.io",
	"registry.hub.docker.com",
	"hub.docker.com",
];

/** Registries whose repositories belong to no user: the image's name is the whole path. Amazon's ECR, Azure's ACR. */
const withoutUsers =
	/^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$|\.azurecr\.(io|cn|us)$/i;

/** Names that log a machine in, and under which no image lies. */
const machineUsers = [
	"gitlab-ci-token",
	"oauth2accesstoken",
	"x-access-token",
	"iamapikey",
];

/** What the path of an image begins with, by registry. */
const folders: [RegExp, string][] = [
	[/-docker\.pkg\.dev$/i, "project/repository"],
	[/(^|\.)gcr\.io$/i, "project"],
	[/gitlab/i, "group/project"],
	[/^public\.ecr\.aws$/i, "alias"],
	[/^/, "team"],
];

// The grammar of the distribution project's reference package, which Docker and every registry follow: regexp.go. It takes
// no zone and no IPv4 in an IPv6 address.
const host =
	/^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?$/;
const ipv6Host = /^\[([0-9a-fA-F:]+)\](:[0-9]+)?$/;
const path =
	/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagName = /^\w[\w.-]{0,127}$/;
const digestForm = /@(sha256:[0-9a-f]{64})$/;

/** The digest of what is not pushed yet: valid in form, and never that of an image. */
export const placeholderDigest = `sha256:${"0".repeat(64)}`;

/**
 * The repository of an image: `USERNAME/IMAGE-NAME` in the registry, or the image name alone where it is a path
 * (`team/app`), with or without the registry before it, or the registry has no users' folders.
 */
export function parseRepository(
	registry: string,
	username: string,
	imageName: string,
): Repository {
	const host = parseRegistry(registry);
	if (host === "docker.io" && username.includes("@"))
		throw new Failure(
			`--username=${username} is an e-mail address: on Docker Hub give the Docker ID, such as alice`,
		);
	const name = withoutRegistry(imageName, host);
	requireImageName(name);
	const isWhole = name.includes("/") || withoutUsers.test(host);
	const repository = {
		registry: host,
		path: isWhole ? name : `${username}/${name}`,
	};
	if (!path.test(repository.path) || (!isWhole && isMachine(username)))
		throw new Failure(
			`--username=${username} is not a part of an image's address: give the image's whole path, such as --image-name=${findFolder(host)}/${name}`,
		);
	if (formatAddress(repository).length > 255)
		throw new Failure(
			`${formatAddress(repository)} has ${formatAddress(repository).length} characters: an image's address has at most 255`,
		);
	return repository;
}

/** The host of a registry; Docker Hub has many names. */
export function parseRegistry(registry: string): string {
	const name = registry.replace(/^https:\/\/|\/?(v[12]\/?)?$/g, "");
	if (dockerHubAliases.includes(name.toLowerCase())) return "docker.io";
	const [, address, port] = ipv6Host.exec(registry) ?? [];
	if (address && isIPv6(address)) {
		if (port) return registry;
		throw new Failure(
			`--registry=${registry} lacks its port: write it as ${registry}:443`,
		);
	}
	// A plain word before the first slash is a path on Docker Hub, not a host.
	if (!host.test(registry) || !/[.:]|^localhost$/.test(registry))
		throw new Failure(
			`--registry=${registry} is not a registry's host: write it without scheme or path, such as docker.io or registry.example.com:5000`,
		);
	return registry;
}

/** GitLab's `$CI_REGISTRY_IMAGE` has the registry in it, too. */
function withoutRegistry(imageName: string, registry: string): string {
	const beginning = `${registry}/`;
	const rest = imageName.slice(beginning.length);
	const isAddress =
		imageName.startsWith(beginning) &&
		(rest.includes("/") || withoutUsers.test(registry));
	return isAddress ? rest : imageName;
}

/** A registry as Dagger's login takes it: it takes what follows the last of several colons for a tag. */
export function formatLoginAddress(registry: string): string {
	return registry.startsWith("[") ? `${registry}:latest` : registry;
}

function requireImageName(imageName: string): void {
	const [first = ""] = imageName.split("/");
	if (imageName.includes("/") && /[.:]|^localhost$/.test(first))
		throw new Failure(
			`--image-name=${imageName} begins with a registry: give --registry=${first} and --image-name=${imageName.slice(first.length + 1)}`,
		);
	if (!path.test(imageName))
		throw new Failure(
			`--image-name=${imageName} is not an image name: lower-case letters, digits and . _ - between them, such as flask-app or team/flask-app${hint(imageName)}`,
		);
}

function isMachine(username: string): boolean {
	return machineUsers.includes(username);
}

function findFolder(registry: string): string {
	return folders.find(([pattern]) => pattern.test(registry))?.[1] ?? "";
}

function hint(imageName: string): string {
	if (/^[^:@]+[:@]/.test(imageName))
		return "; the tag goes into --tags, the registry into --registry";
	const lower = imageName.toLowerCase();
	return path.test(lower) ? `; did you mean ${lower}?` : "";
}

/** `docker.io/alice/flask-app` */
export function formatAddress({ registry, path }: Repository): string {
	return `${registry}/${path}`;
}

/** The names under which a manifest may mean the image: `flask-app`, `alice/flask-app`, `docker.io/alice/flask-app`. */
export function listNames(repository: Repository): string[] {
	const plain = repository.path.slice(repository.path.lastIndexOf("/") + 1);
	return [plain, repository.path, formatAddress(repository)];
}

/** The tags to publish. */
export function parseTags(tags = ["latest"]): string[] {
	if (tags.length === 0)
		throw new Failure("--tags names no tag: give at least one, such as latest");
	for (const tag of tags)
		if (!tagName.test(tag))
			throw new Failure(
				`--tags=${tag} is not a tag: letters, digits and . _ -, at most 128, not beginning with . or -, such as 1.4.2 or latest`,
			);
	return tags;
}

/** The digest at the end of a published reference, `sha256:…`. */
export function parseDigest(reference: string): string {
	const digest = digestForm.exec(reference)?.[1];
	if (!digest) throw new Failure(`${reference} is not a reference by digest`);
	return digest;
}

/** Refuses what is not the app's image by digest. */
export function requireImageOf(repository: Repository, image: string): void {
	const address = formatAddress(repository);
	if (!digestForm.test(image) || image.replace(digestForm, "") !== address)
		throw new Failure(
			`--image=${image} is not ${address} by digest: give it as push returned it, ${address}@sha256:…`,
		);
}
