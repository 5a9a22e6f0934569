import { describe, expect, it } from "vitest";
import type { Answer } from "../../../dagger/src/kubectl/script.js";
import { parseRendered } from "../../../dagger/src/manifests/rendered.js";
import { error, ok } from "../fake-cluster.js";

const secret = (name: string, namespace?: string) => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { name, namespace },
	stringData: { password: "hunter2" },
});
const print = (...objects: object[]) =>
	ok(objects.map((object) => `${JSON.stringify(object)}\n`).join(""));

/** What is told of a refusal. */
function refuse(...answers: Answer[]): string {
	try {
		parseRendered(answers, "shop");
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error("nothing was refused");
}

describe("what kustomize has rendered", () => {
	it("is the objects as the app gets them", () => {
		const answers = [
			ok(),
			print(secret("db")),
			ok(),
			print(secret("db", "shop")),
		];
		expect(parseRendered(answers, "shop")).toEqual([secret("db", "shop")]);
	});

	it("is nothing where the manifests hold comments only", () => {
		const none = error("error: no objects passed to patch");
		expect(parseRendered([ok(), none], "shop")).toEqual([]);
	});

	it("is told in kustomize's own words where it refuses the manifests", () => {
		expect(refuse(error("Error: yaml: line 3: did not find ','"))).toBe(
			"the manifests cannot be read: kustomize refuses them\n  message  Error: yaml: line 3: did not find ','\n  next     correct the file that it names; try it here: kubectl kustomize",
		);
	});

	it("is told in kubectl's where that cannot read an object", () => {
		const stderr =
			'error: unable to decode "/app/plain.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string';
		const said = refuse(ok(), error(stderr));
		expect(said).toContain("the manifests cannot be read: kubectl refuses");
		expect(said).toContain("cannot unmarshal number");
	});

	const quoted = JSON.stringify(secret("db"));
	it.each([
		[`Error: namespace transformation produces ID conflict: [${quoted}]`],
		[
			`E1 run.go] err="namespace transformation produces ID conflict: [${quoted.replaceAll('"', '\\"')}]"`,
		],
		["Error: wrong node kind: node contents:\nhunter2"],
		[`error: Object 'Kind' is missing in '${quoted}'`],
	])("is told without the content that a refusal quotes: %s", (stderr) => {
		for (const answers of [
			[error(stderr)],
			[ok(), error(stderr)],
			[ok(), print(secret("db")), error(stderr)],
			[ok(), print(secret("db")), ok(), error(stderr)],
		]) {
			const said = refuse(...answers);
			expect(said).not.toContain("hunter2");
			expect(said).toMatch(/^the manifests cannot be (?:read|put)/);
		}
	});

	it("is refused for other namespaces before the objects of both become one", () => {
		const both = print(secret("db", "x"), secret("db", "y"));
		expect(refuse(ok(), both, error("ID conflict"))).toMatch(
			/^the manifests are not all for --namespace=shop: Secret db names x, Secret db names y/,
		);
	});

	it("is refused where two objects become one, with both", () => {
		const both = print(secret("db"), secret("db", "shop"));
		expect(refuse(ok(), both, error("ID conflict"))).toBe(
			"the manifests hold an object twice: Secret db, and Secret db in namespace shop\n  next     take one of the two out",
		);
	});

	it("may have the same name twice, of two kinds or of two groups", () => {
		const objects = [
			secret("db"),
			{ ...secret("db"), kind: "ConfigMap" },
			{ ...secret("db"), apiVersion: "vault.example.com/v1" },
		];
		const answers = [ok(), print(...objects), ok(), print(...objects)];
		expect(parseRendered(answers, "shop")).toHaveLength(3);
	});

	it("is refused without an apiVersion", () => {
		const { apiVersion: _, ...bare } = secret("db");
		expect(refuse(ok(), print(bare), ok(), print(bare))).toBe(
			"Secret db in the manifests has no apiVersion\n  next     add it; kubectl explain secret tells which",
		);
	});
});
