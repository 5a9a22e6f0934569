import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../dagger/src/failures/failure.js";
import {
	formatAddress,
	parseDigest,
	parseRepository,
	parseTags,
	requireImageOf,
} from "../../../dagger/src/image/reference.js";

// The grammar of the distribution specification, written as what makes its words and not as what recognizes them:
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests and distribution/reference.
const word = (alphabet: string, maxLength = 6, minLength = 1) =>
	fc
		.array(fc.constantFrom(...alphabet), { minLength, maxLength })
		.map((letters) => letters.join(""));
const joined = (part: fc.Arbitrary<string>, mark: fc.Arbitrary<string>) =>
	fc
		.tuple(part, fc.array(fc.tuple(mark, part), { maxLength: 3 }))
		.map(([first, rest]) => [first, ...rest.flat()].join(""));

const lower = "abcxyz019";
const letters = `${lower}ABZ`;
const separator = fc.oneof(
	fc.constantFrom(".", "_", "__"),
	fc.constantFrom("-", "--", "-----"),
);
const component = joined(word(lower), separator);
const label = fc
	.tuple(word(letters, 3), word(`${letters}-`, 4, 0), word(letters, 3))
	.map((parts) => parts.join(""));
const port = fc.integer({ min: 1, max: 65535 }).map((port) => `:${port}`);
const domain = joined(label, fc.constant("."));
const registry = fc
	.oneof(
		fc.tuple(domain, port).map((parts) => parts.join("")),
		fc.tuple(label, domain).map((labels) => labels.join(".")),
		fc.constant("localhost"),
		fc
			.tuple(fc.ipV6(), port)
			.filter(([address]) => !address.includes("."))
			.map(([address, port]) => `[${address}]${port}`),
	)
	.filter((registry) => !registry.toLowerCase().endsWith("docker.io"));
/** A path whose first part cannot be taken for a registry. */
const path = fc
	.tuple(word(lower), component, fc.array(component, { maxLength: 2 }))
	.map(([first, second, rest]) => [first, second, ...rest].join("/"));
const tag = fc
	.tuple(word(`${letters}_`, 1), word(`${letters}_.-`, 127, 0))
	.map((parts) => parts.join(""));
const digest = word("0123456789abcdef", 64, 64).map((hex) => `sha256:${hex}`);

/** The text with something put in somewhere. */
const spoiled = (text: fc.Arbitrary<string>, marks: string[]) =>
	fc
		.tuple(text, fc.constantFrom(...marks), fc.nat())
		.map(([text, mark, index]) => {
			const at = index % (text.length + 1);
			return text.slice(0, at) + mark + text.slice(at);
		});

const refuses = (work: () => unknown): void => {
	expect(work).toThrow(Failure);
};

describe("a reference of the specification's grammar", () => {
	it("is accepted, and comes out as it went in", () => {
		fc.assert(
			fc.property(
				registry,
				path,
				tag,
				digest,
				(registry, path, tag, digest) => {
					const repository = parseRepository(registry, "robot$ci", path);
					expect(repository).toEqual({ registry, path });
					const address = formatAddress(repository);
					expect(address).toBe(`${registry}/${path}`);
					const image = `${address}@${digest}`;
					requireImageOf(repository, image);
					expect(parseDigest(image)).toBe(digest);
					parseTags([tag]);
				},
			),
		);
	});

	it("has the user's folder before a name without one", () => {
		fc.assert(
			fc.property(registry, component, component, (registry, user, name) => {
				const path = `${user}/${name}`;
				expect(parseRepository(registry, user, name)).toEqual({
					registry,
					path,
				});
			}),
		);
	});
});

describe("what the grammar has no place for is refused", () => {
	it("in a path", () => {
		const strange = ["A", " ", "$", "@", ":", "+", "%", "é", "\n", "//", "___"];
		fc.assert(
			fc.property(registry, spoiled(path, strange), (registry, path) =>
				refuses(() => parseRepository(registry, "alice", path)),
			),
		);
	});

	it("at the edge of a path's part", () => {
		const edges = fc.constantFrom(".", "_", "-", "/");
		fc.assert(
			fc.property(registry, path, edges, (registry, path, edge) => {
				refuses(() => parseRepository(registry, "alice", edge + path));
				refuses(() => parseRepository(registry, "alice", path + edge));
			}),
		);
	});

	it("in a registry", () => {
		const strange = ["_", " ", "$", "@", "/", "+", "%", "é", "\n", "://"];
		fc.assert(
			fc.property(spoiled(registry, strange), path, (registry, path) =>
				refuses(() => parseRepository(registry, "alice", path)),
			),
		);
	});

	it("in a tag", () => {
		const strange = [" ", "$", "@", ":", "+", "/", "é", "\n"];
		fc.assert(
			fc.property(spoiled(tag, strange), (tag) =>
				refuses(() => parseTags([tag])),
			),
		);
		fc.assert(
			fc.property(tag, fc.constantFrom(".", "-"), (tag, edge) =>
				refuses(() => parseTags([edge + tag])),
			),
		);
	});

	it("in a digest", () => {
		const strange = ["g", "A", " ", ":", "0", "\n"];
		fc.assert(
			fc.property(spoiled(digest, strange), (digest) =>
				refuses(() => parseDigest(`docker.io/alice/app@${digest}`)),
			),
		);
	});
});
