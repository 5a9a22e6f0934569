import { gunzipSync, gzipSync } from "node:zlib";
import { Failure } from "../failures/failure.js";
import { formatName, type KubeObject, ref } from "../kubernetes/object.js";
import { maxSecretBytes } from "../kubernetes/secret.js";
import { recordLabels, recordName } from "./names.js";
import type { ReleaseRecord } from "./record.js";

const recordType = "slipway/release";

/** A record as the cluster keeps it. */
export type RecordSecret = KubeObject & {
	type: string;
	data: { release: string };
};

const version: ReleaseRecord["version"] = 1;

export function encodeRecord(record: ReleaseRecord): RecordSecret {
	const packed = gzipSync(JSON.stringify(record));
	if (packed.length > maxSecretBytes) throw tooLarge(record, packed.length);
	const secret = ref("Secret", recordName(record));
	return {
		...secret,
		metadata: { ...secret.metadata, labels: recordLabels(record) },
		type: recordType,
		data: { release: packed.toString("base64") },
	};
}

function tooLarge({ objects, ...record }: ReleaseRecord, bytes: number) {
	const size = (object: KubeObject) => gzipSync(JSON.stringify(object)).length;
	const largest = objects
		.map((object) => ({ name: formatName(object), bytes: size(object) }))
		.sort((a, b) => b.bytes - a.bytes)
		.slice(0, 3);
	return new Failure(
		`release ${record.number} of ${record.app} cannot be recorded: compressed, its record has ${bytes} bytes, and a Secret holds ${maxSecretBytes}`,
		{
			evidence: largest.map(({ name, bytes }) => ({
				label: "message",
				text: `${name} has ${bytes} bytes of them`,
			})),
			next: "put large files into the image or on a volume, not into the manifests",
		},
	);
}

export function decodeRecord(
	secret: KubeObject & { data?: Record<string, string> },
): ReleaseRecord {
	const record = unpack(secret);
	if (record.version > version)
		throw new Failure(
			`${formatName(secret)} was written by a newer Slipway: it is a record of version ${record.version}, and this Slipway reads version ${version}`,
			{ next: "use the Slipway that wrote it, or a newer one" },
		);
	return record;
}

function unpack(
	secret: KubeObject & { data?: Record<string, string> },
): ReleaseRecord {
	try {
		const packed = Buffer.from(secret.data?.release ?? "", "base64");
		const record = JSON.parse(gunzipSync(packed).toString()) as ReleaseRecord;
		if (!Number.isInteger(record.version)) throw new Error("it has no version");
		return record;
	} catch (error) {
		const { name } = secret.metadata;
		throw new Failure(`Secret ${name} is not the record of a release`, {
			evidence: [{ label: "message", text: (error as Error).message }],
			next: `somebody has changed it: delete it with kubectl delete secret ${name}; its release cannot be rolled back to`,
			cause: error,
		});
	}
}
