import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Step } from "../../progress.ts";

const oci = "application/vnd.oci.image";

/** Packs a root filesystem as a one-layer OCI image layout; the file `digest` beside it names its manifest. */
export async function writeLayout(
	step: Step,
	root: string,
	folder: string,
): Promise<void> {
	const layout = join(folder, "content");
	const blobs = join(layout, "blobs/sha256");
	await mkdir(blobs, { recursive: true });
	const json = async (type: string, value: object) => {
		const text = JSON.stringify(value);
		const hash = createHash("sha256").update(text).digest("hex");
		await writeFile(join(blobs, hash), text);
		return descriptor(type, hash, text.length);
	};

	const tar = join(folder, "layer.tar");
	await step.$`tar --directory ${root} --numeric-owner --sort=name --mtime=@0 --create --file ${tar} .`;
	const diff = await digestOf(tar);
	await step.$`pigz -n -1 ${tar}`;
	const packed = `${tar}.gz`;
	const layer = descriptor(
		"layer.v1.tar+gzip",
		await digestOf(packed),
		(await stat(packed)).size,
	);
	await rename(packed, join(blobs, layer.digest.replace("sha256:", "")));

	const config = await json("config.v1+json", {
		architecture: process.arch === "arm64" ? "arm64" : "amd64",
		os: "linux",
		rootfs: { type: "layers", diff_ids: [`sha256:${diff}`] },
		config: {
			Env: [
				"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			],
		},
	});
	const mediaType = `${oci}.manifest.v1+json`;
	const manifest = await json("manifest.v1+json", {
		schemaVersion: 2,
		mediaType,
		config,
		layers: [layer],
	});
	await writeFile(
		join(layout, "oci-layout"),
		JSON.stringify({ imageLayoutVersion: "1.0.0" }),
	);
	await writeFile(
		join(layout, "index.json"),
		JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
	);
	await writeFile(join(folder, "digest"), manifest.digest);
}

const descriptor = (type: string, hash: string, size: number) => ({
	mediaType: `${oci}.${type}`,
	digest: `sha256:${hash}`,
	size,
});

async function digestOf(file: string): Promise<string> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(file), hash);
	return hash.digest("hex");
}
