import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { variable } from "./lab.js";

type Manifest = {
	mediaType: string;
	manifests?: { digest: string }[];
	config?: { digest: string };
	layers?: { digest: string }[];
};

const types = ["docker.distribution.manifest", "oci.image"].flatMap((type) =>
	["v2", "list.v2", "manifest.v1", "index.v1"].map(
		(kind) => `application/vnd.${type}.${kind}+json`,
	),
);

/** Copies an image inside the lab's registry, at once: a push by way of an engine takes as long as the machine is busy. */
export async function copyImage(
	from: string,
	to: string,
	reference = "latest",
	target = reference,
): Promise<void> {
	const found = await ask("GET", `${from}/manifests/${reference}`, {
		Accept: types.join(", "),
	});
	const text = await found.text();
	const { manifests = [], config, layers = [] } = JSON.parse(text) as Manifest;
	for (const { digest } of manifests) await copyImage(from, to, digest);
	for (const { digest } of [...(config ? [config] : []), ...layers])
		await ask("POST", `${to}/blobs/uploads/?mount=${digest}&from=${from}`);
	const type = found.headers.get("content-type") ?? "";
	await ask("PUT", `${to}/manifests/${target}`, { "Content-Type": type }, text);
}

/** Makes one image into one for several architectures, as far as its configuration says: what it has in it is the same. */
export async function pretendPlatforms(
	from: string,
	to: string,
	architectures: string[],
): Promise<void> {
	await copyImage(from, to);
	const [text = "", config = ""] = (await readImage(to)).map(String);
	const { layers } = JSON.parse(text) as { layers: object[] };
	const type = "application/vnd.oci.image.manifest.v1+json";
	const manifests = [];
	for (const architecture of architectures) {
		const platform = { os: "linux", architecture };
		const blob = JSON.stringify({ ...JSON.parse(config), architecture });
		const manifest = JSON.stringify({
			schemaVersion: 2,
			mediaType: type,
			config: {
				mediaType: "application/vnd.oci.image.config.v1+json",
				...(await putBlob(to, blob)),
			},
			layers,
		});
		const described = describe(manifest);
		const path = `${to}/manifests/${described.digest}`;
		await ask("PUT", path, { "Content-Type": type }, manifest);
		manifests.push({ mediaType: type, ...described, platform });
	}
	const mediaType = "application/vnd.oci.image.index.v1+json";
	const index = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
	const header = { "Content-Type": mediaType };
	await ask("PUT", `${to}/manifests/latest`, header, index);
}

function describe(text: string) {
	const hash = createHash("sha256").update(text).digest("hex");
	return { digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
}

async function putBlob(image: string, text: string) {
	const described = describe(text);
	const begun = await ask("POST", `${image}/blobs/uploads/`);
	const place = begun.headers.get("location") ?? "";
	const url = new URL(place, variable("LAB_REGISTRY_URL"));
	url.searchParams.set("digest", described.digest);
	const path = `${url.pathname}${url.search}`.replace("/v2/", "");
	const header = { "Content-Type": "application/octet-stream" };
	await ask("PUT", path, header, text);
	return described;
}

/** The digest of what a tag names in the lab's registry. */
export async function digestOf(image: string, tag: string): Promise<string> {
	const headers = { Accept: types.join(", ") };
	const found = await ask("HEAD", `${image}/manifests/${tag}`, headers);
	return found.headers.get("docker-content-digest") ?? "";
}

/** All that an image in the lab's registry consists of, unpacked: manifests, configurations and layers. */
export async function readImage(
	image: string,
	reference = "latest",
): Promise<Buffer[]> {
	const headers = { Accept: types.join(", ") };
	const found = await ask("GET", `${image}/manifests/${reference}`, headers);
	const text = await found.text();
	const { manifests = [], config, layers = [] } = JSON.parse(text) as Manifest;
	const blobs = [...(config ? [config] : []), ...layers];
	const all = await Promise.all([
		...manifests.map(({ digest }) => readImage(image, digest)),
		...blobs.map(({ digest }) => readBlob(image, digest)),
	]);
	return [Buffer.from(text), ...all.flat()];
}

async function readBlob(image: string, digest: string): Promise<Buffer> {
	const found = await ask("GET", `${image}/blobs/${digest}`);
	const bytes = Buffer.from(await found.arrayBuffer());
	const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
	return isPacked ? gunzipSync(bytes) : bytes;
}

async function ask(
	method: string,
	path: string,
	headers: Record<string, string> = {},
	body?: string,
): Promise<Response> {
	const login = `${variable("LAB_USERNAME")}:${variable("LAB_PASSWORD")}`;
	const Authorization = `Basic ${Buffer.from(login).toString("base64")}`;
	const answer = await fetch(`${variable("LAB_REGISTRY_URL")}/v2/${path}`, {
		method,
		body,
		headers: { ...headers, Authorization },
	});
	if (!answer.ok)
		throw new Error(
			`${method} ${path}: ${answer.status} ${await answer.text()}`,
		);
	return answer;
}
