// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's own form
import { describe, expect, it } from "vitest";
import { listBases } from "../../../dagger/src/image/dockerfile.js";

const basesOf = (dockerfile: string, ...args: [string, string][]) =>
	listBases(dockerfile, args);

describe("the images that a Dockerfile is made from", () => {
	it.each<[string, string, string[]]>([
		["one stage", "FROM python:3.13-slim\nRUN true", ["python:3.13-slim"]],
		["lower case", "from a\nfrom b as c", ["a", "b"]],
		["a platform", "FROM --platform=$BUILDPLATFORM golang:1.24 AS b", ["golang:1.24"]], // biome-ignore format: a row
		["stages", "FROM a AS one\nFROM one AS two\nFROM TWO\nFROM b", ["a", "b"]],
		["nothing", "FROM scratch\nCOPY . /", []],
		["each once", "FROM a\nFROM a", ["a"]],
		["a copy", "FROM a AS x\nFROM b\nCOPY --from=x / /\nCOPY --from=0 / /\nCOPY --link --from=c:1 / /", ["a", "b", "c:1"]], // biome-ignore format: a row
		["a mount", "FROM a\nRUN --mount=type=bind,from=b,target=/b --mount=type=cache,target=/c true", ["a", "b"]], // biome-ignore format: a row
		["no mount", "FROM a\nRUN echo --mount=from b,from=c", ["a"]],
		["comments", "# FROM x\nFROM a\n  # FROM y", ["a"]],
		["lines that go on", "FROM \\\n  # which one\n  a \\\n  AS b", ["a"]],
		["another escape", "# escape=`\nFROM `\n  a", ["a"]],
		["a here-document", "FROM a\nRUN <<EOF\nFROM b\nEOF\nFROM c", ["a", "c"]],
		["two of them", "FROM a\nCOPY <<-'X' <<Y /\nFROM b\n\tX\nFROM c\nY\nFROM d", ["a", "d"]], // biome-ignore format: a row
		["what looks like one", 'FROM a\nRUN sed "s/<<V>>/1/" f && echo $((1<<20)) "std::cout<<x;"\nFROM b', ["a", "b"]], // biome-ignore format: a row
		["a here-string", "FROM a\nRUN read x <<<foo\nFROM b", ["a", "b"]],
		["a file of the context, and a place for it", "FROM a\nADD app-$V.tar ['x'] $HOME/", ["a"]], // biome-ignore format: a row
		["files with an @ in their names", "FROM a\nADD logo@2x.png a@b/c:d git@x /", ["a"]], // biome-ignore format: a row
		["Windows' line ends", "FROM a\r\nFROM b\r\n", ["a", "b"]],
		["a default", "ARG V=3\nFROM a:$V", ["a:3"]],
		["quotes", 'ARG V="3"\nFROM "a:${V}"', ["a:3"]],
		["a default of a default", "ARG A=1\nARG B=$A-x\nFROM a:${B}", ["a:1-x"]],
		["an alternative", "FROM a:${V:-3}\nFROM b${W:+x}", ["a:3", "b"]],
		["an ARG of a stage", "FROM a\nARG V=1\nFROM b:${V:-2}", ["a", "b:2"]],
		["a file with a checksum", "FROM a\nADD --checksum=sha256:aa https://b.example.com/c /", ["a"]], // biome-ignore format: a row
	])("are found: %s", (_, dockerfile, images) => {
		expect(basesOf(dockerfile)).toEqual({ images });
	});

	it("depend on the build arguments that are declared", () => {
		const dockerfile = "ARG V=1\nFROM a:$V";
		expect(basesOf(dockerfile, ["V", "2"])).toEqual({ images: ["a:2"] });
		expect(basesOf("FROM a:${V:-1}", ["V", "2"])).toEqual({ images: ["a:1"] });
	});

	it.each([
		["an argument without a value", "ARG V\nFROM a:$V", "FROM a:$V"],
		["one of the builder's", "FROM a:$TARGETARCH", "FROM a:$TARGETARCH"],
		["a form of its own", "ARG V=1\nFROM a:${V%.*}", "FROM a:${V%.*}"],
		["an empty name", "ARG V=\nFROM $V", "FROM $V"],
		["a copy", "FROM a\nCOPY --from=$B / /", "COPY from $B"],
		["a file from the network", "FROM a\nADD https://b.example.com/c /", "ADD https://b.example.com/c"], // biome-ignore format: a row
		[
			"a file whose address is an argument",
			"FROM a\nADD --link $U /m",
			"ADD $U",
		],
		["a list of files from the network", 'FROM a\nADD ["x", "https://b.example.com/c", "/"]', "ADD https://b.example.com/c"], // biome-ignore format: a row
		["a quoted one", 'FROM a\nADD "https://b.example.com/c" /', "ADD https://b.example.com/c"], // biome-ignore format: a row
		["a here-document without an end", "FROM a\nRUN cat <<EOF\nFROM b", "<<EOF without its end"], // biome-ignore format: a row
		["another user's repository", "FROM a\nADD deploy@git.example.com:team/repo.git /src", "ADD deploy@git.example.com:team/repo.git"], // biome-ignore format: a row
		["a repository", "FROM a\nADD git@b.example.com:c/d.git /", "ADD git@b.example.com:c/d.git"], // biome-ignore format: a row
	])("cannot be told: %s", (_, dockerfile, unknown) => {
		expect(basesOf(dockerfile)).toEqual({ unknown });
	});
});
