import { describe, expect, it } from "vitest";
import {
	formatAddress,
	parseRepository,
} from "../../dagger/src/image/reference.js";
import { parseCall } from "./docs/call.js";
import { checkCommand, checkValue, isArgument } from "./docs/check.js";
import {
	listCode,
	listMarkdownCommands,
	listPipelineCommands,
	listUsages,
} from "./docs/commands.js";
import { kebab } from "./docs/interface.js";
import { findBrokenLinks, type Page } from "./docs/links.js";
import { api, files, here, listNames, read } from "./docs/repository.js";
import { readWords } from "./docs/words.js";

const markdown = files
	.filter((path) => path.endsWith(".md"))
	.map((path): Page => ({ path, text: read(path) }));
// A changelog tells of options as they were.
const pages = markdown.filter(({ path }) => path !== "CHANGELOG.md");

const commands = [
	// Examples have modules of their own; their test runs the commands that their pages name.
	...pages
		.filter(({ path }) => !path.startsWith("examples/"))
		.flatMap(({ path, text }) => listMarkdownCommands(path, text)),
	...files
		.filter((path) => /^(?:templates\/.*|\.gitlab-ci)\.yml$/.test(path))
		.flatMap((path) => listPipelineCommands(path, read(path))),
	...listUsages("dagger/src/index.ts", read("dagger/src/index.ts")),
];

const check = (text: string, folder = ".") =>
	checkCommand({ words: readWords(text), folder }, api, here);

describe("each command of the documentation", () => {
	it("can be called as it stands", () => {
		const faults = commands.flatMap((command) =>
			checkCommand(command, api, here).map(
				(fault) => `${command.file}:${command.line}: ${command.text}: ${fault}`,
			),
		);
		expect(faults).toEqual([]);
	});

	it("is found, in pages, pipeline and usage lines", () => {
		const found = new Set(commands.map(({ file }) => file));
		expect([...found]).toEqual(
			expect.arrayContaining([
				"README.md",
				"docs/releases.md",
				".gitlab-ci.yml",
				"dagger/src/index.ts",
			]),
		);
		const { length } = commands.filter(({ file }) => file.endsWith("index.ts"));
		expect(length).toBe(api.functions.size);
	});

	it.each([
		["dagger call deploi", "no function is called deploi"],
		["dagger call slipway deploy", "no function is called slipway"],
		["dagger call build contents", "no function is called contents"],
		["dagger call deploy --tag=1.4.2", "deploy has no option --tag"],
		["dagger call --timeout=3m deploy", "call has no option --timeout"],
		["dagger call status --namespace=shop", "status has no option --namespace"],
		["dagger call plan --tags=latest", "plan has no option --tags"],
		["dagger call serve up --port=8080:80", "up has no option --port"],
		[
			"dagger call deploy --on-failure=KEPT",
			"--on-failure is one of ROLLBACK, KEEP, not KEPT",
		],
		[
			"dagger call deploy --on-failure=keep",
			"--on-failure is one of ROLLBACK, KEEP, not keep",
		],
		["dagger call promote --manifests=flask-app/k8s", "promote needs --image"],
		["dagger call report export", "export needs --path"],
		[
			"dagger -m gitlab.com/alice/slipway@1.0.0 call deploy --source=.",
			"deploy needs --manifests",
		],
		[
			"dagger call deploy --manifests=flask/k8s",
			"--manifests: flask/k8s does not exist",
		],
		["dagger -m ./module call status", "./module is no module"],
		["dagger call --password=s3cret push", "--password: s3cret is no Secret"],
		[
			"dagger call --platforms=arm64 build",
			"--platforms: arm64 is no Platform",
		],
		[
			"dagger call --cluster=localhost:6443 status",
			"--cluster: localhost:6443 is no Service",
		],
		["dagger call deploy --rebuild=yes", "--rebuild: yes is no boolean"],
		["dagger call push --tags", "--tags has no value"],
		[
			"dagger call deploy --timeout=3min",
			"--timeout=3min is not a duration: write it as 90s, 5m or 1h30m",
		],
		["dagger call push --tags=1.4.2,-x", expect.stringContaining("--tags=-x")],
	])("is refused where it is wrong: %s", (text, fault) => {
		expect(check(text)).toEqual([fault]);
	});

	it.each([
		"dagger call deploy",
		"dagger call build terminal",
		"dagger call render contents",
		"dagger call deploy --tags=1.4.2",
		"dagger call deploy --timeout=3m",
		"dagger call --namespace=shop status",
		"dagger call push --tags=1.4.2,latest # a comment",
		"dagger call serve up --ports 8080:80",
		"dagger call deploy --on-failure=KEEP",
		"dagger call promote --image=… --manifests=flask-app/k8s",
		"dagger call report export --path=report",
		"dagger -m gitlab.com/alice/slipway@1.0.0 call deploy --source=. --manifests=k8s",
		"dagger -m $MODULE call deploy $OPTIONS",
		"dagger --mod=. --progress=plain call -s status",
		"dagger call --password=env://DOCKER_HUB_PASSWORD push",
		"dagger call --platforms=linux/amd64,linux/arm64/v8 build",
		"dagger call --cluster=tcp://localhost:6443 status",
		"dagger call deploy --rebuild",
		"dagger call deploy --commit=\"$(git log -1 --format='%h %cI')\" --by=$USER",
		"dagger call --token='cmd://aws eks get-token --cluster-name NAME' status",
		"dagger call deploy --help",
		"dagger call FUNCTION --help",
	])("is taken where it is right: %s", (text) => {
		expect(check(text)).toEqual([]);
	});

	it("has no .env in another repository", () => {
		expect(check("dagger call build")).toEqual([]);
		expect(check("dagger call build", "elsewhere")).toEqual([
			"build needs --source",
		]);
	});
});

describe("commands are read from", () => {
	it.each<[string, string, string[][]]>([
		["a span", "Run `dagger call plan`.", [["plan"]]],
		[
			"a wrapped span",
			"`dagger call\nplan --rebuild`",
			[["plan", "--rebuild"]],
		],
		["a block", "```sh\n$ dagger call plan\n```", [["plan"]]],
		["two lines", "```\ndagger call \\\n  plan\n```", [["plan"]]],
		["a pipe", "```\ndagger call plan | tee plan.txt\n```", [["plan"]]],
		["a message", "```\ntry it: dagger call serve up\n```", [["serve", "up"]]],
		["YAML", '```yaml\n- "dagger call plan"\n```', [["plan"]]],
		[
			"an indented block",
			"- so:\n\n  ```\n  dagger call plan\n  ```",
			[["plan"]],
		],
		["no prose", "A dagger call deploys.", []],
		["no other program", "`docker-dagger call`, `dagger version`", []],
	])("%s", (_, text, expected) => {
		const found = listMarkdownCommands("docs/a.md", text);
		expect(found.map(({ words }) => words.slice(2))).toEqual(expected);
	});

	it("the folder that a block has gone to, or its README's own", () => {
		const text = "```\ncd examples/shop\ndagger call plan\n```";
		const folder = (file: string, markdown: string) =>
			listMarkdownCommands(file, markdown)[0]?.folder;
		expect(folder("docs/a.md", text)).toBe("examples/shop");
		expect(folder("docs/a.md", "`dagger call plan`")).toBe(".");
		expect(folder("examples/a/README.md", "`dagger call plan`")).toBe(
			"examples/a",
		);
	});

	it("their lines", () => {
		const text = "# A\n\n```\nls\ndagger call plan\n```\n\nand `dagger call x`";
		const found = listMarkdownCommands("a.md", text);
		expect(found.map(({ line }) => line)).toEqual([5, 8]);
	});

	it("the scripts of a pipeline", () => {
		const text =
			"a: 1\n---\njob:\n  script:\n    - |\n      dagger call plan\n";
		const [found] = listPipelineCommands("a.yml", text);
		expect(found?.words).toEqual(["dagger", "call", "plan"]);
	});
});

describe("options that a page names", () => {
	const spans = pages.flatMap(({ path, text }) =>
		listCode(text)
			.filter((code) => code.text.startsWith("--"))
			.map((code) => ({ path, line: code.line, text: code.text })),
	);
	const every = [
		...api.options,
		...[api.functions, ...api.types.values()].flatMap((functions) =>
			[...functions.values()].flatMap(({ parameters }) => parameters),
		),
	];
	/** Dockerfile's own. */
	const others = new Set(["--checksum"]);

	function findFaults(text: string): string[] {
		const [word = ""] = readWords(text);
		const [name = "", value] = word.split(/=(.*)/s);
		if (others.has(name)) return [];
		const parameter = every.find((one) => `--${kebab(one.name)}` === name);
		if (!parameter) return [`there is no option ${name}`];
		return value === undefined
			? []
			: checkValue({ parameter, value }, api, () => false);
	}

	it("are there", () => {
		const faults = spans.flatMap(({ path, line, text }) =>
			findFaults(text).map((fault) => `${path}:${line}: ${fault}`),
		);
		expect(faults).toEqual([]);
	});

	it("are refused where they are wrong", () => {
		expect(findFaults("--on-failure=KEEP")).toEqual([]);
		expect(findFaults("--on-failure=KEPT")).toHaveLength(1);
		expect(findFaults("--timeout")).toEqual([]);
		expect(findFaults("--time-out")).toHaveLength(1);
	});
});

describe("each line of a .env", () => {
	const texts = [
		...files
			.filter((path) => /(?:^|\/)\.env$/.test(path))
			.map((path) => ({ path, text: read(path) })),
		...pages.flatMap(({ path, text }) =>
			listCode(text).map((code) => ({ path, text: code.text })),
		),
	];
	// In capitals throughout are the variables of a report.
	const names = texts.flatMap(({ path, text }) =>
		listNames(text)
			.filter((name) => /^SLIPWAY_.*[a-z]/.test(name))
			.map((name) => ({ path, name })),
	);

	it("is an argument of the module", () => {
		expect(names.length).toBeGreaterThan(20);
		expect(names.filter(({ name }) => !isArgument(name, api))).toEqual([]);
	});

	it.each([
		["SLIPWAY_imageName", true],
		["SLIPWAY_DEPLOY_source", true],
		["SLIPWAY_image_name", false],
		["SLIPWAY_source", false],
		["SLIPWAY_STATUS_source", false],
		["SLIPWAY_DEPLOI_source", false],
		["SLIPWAY_DEPLOY_imageName", false],
	])("%s: %s", (name, expected) => {
		expect(isArgument(name, api)).toBe(expected);
	});
});

describe("files that a page names", () => {
	const folders = [...new Set(files.map((path) => path.split("/")[0] ?? ""))];
	const beginnings = folders.filter((name) => files.includes(name) === false);

	/** The files that a code names, from the repository's root. */
	function listPaths(text: string): string[] {
		return readWords(text)
			.map((word) => word.replace(/^--[\w-]+=|^\.\/|[:,.]$/g, ""))
			.filter((word) => /^[\w./-]+$/.test(word))
			.filter((word) => beginnings.some((name) => word.startsWith(`${name}/`)));
	}

	const named = pages
		.filter(({ path }) => !/README\.md$/.test(path) || path === "README.md")
		.flatMap(({ path, text }) =>
			listCode(text).flatMap((code) =>
				code.text
					.split("\n")
					.flatMap(listPaths)
					.map((name) => ({ path, name })),
			),
		);

	it("are there", () => {
		expect(named.filter(({ name }) => !here.exists(name))).toEqual([]);
	});

	it("are seen in commands and options", () => {
		expect(listPaths("./ci/demo  # ten minutes")).toEqual(["ci/demo"]);
		expect(listPaths("--manifests=flask-app/k8s")).toEqual(["flask-app/k8s"]);
		expect(listPaths("cat app/main.py health/KIND.ts")).toEqual([]);
	});
});

describe("docs/registries.md", () => {
	const [, table = ""] = read("docs/registries.md").split("| registry ");
	const rows = table
		.split("\n\n", 1)
		.join()
		.split("\n")
		.slice(2)
		.map((row) => row.split("|").map((cell) => cell.trim()));
	/** A value for each word that stands for one, and what a variable of GitLab has. */
	const fill = (text: string) =>
		text
			.replace("$CI_REGISTRY_USER", "gitlab-ci-token")
			.replace("$CI_REGISTRY_IMAGE", "registry.gitlab.com/group/project")
			.replace("$CI_REGISTRY", "registry.gitlab.com")
			.replace("ACCOUNT", "123456789012")
			.replace(/\b[A-Z]{4,}\b/g, (word) => word.toLowerCase());
	const codes = (cell = "") =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

	it.each(rows)("%s%s: the registry has such an address", (...cells) => {
		const [, name = "", registry, username, imageName] = cells;
		const [
			host = name === "Docker Hub" ? "docker.io" : "registry.example.com",
		] = codes(registry).map(fill);
		const [user = "alice"] = codes(username).map(fill);
		expect(codes(imageName).length).toBeGreaterThan(0);
		for (const image of codes(imageName).map(fill)) {
			const isWhole =
				image.includes("/") || /^(?:Azure|Amazon ECR)$/.test(name);
			const address = formatAddress(parseRepository(host, user, image));
			const path = image.replace(`${host}/`, "");
			expect(address).toBe(`${host}/${isWhole ? path : `${user}/${path}`}`);
		}
	});
});

describe("links", () => {
	const exists = (path: string) => path === "a.md" || here.exists(path);

	it("lead to files and headings that exist", () => {
		expect(findBrokenLinks(markdown, exists)).toEqual([]);
	});

	it.each([
		["[a](missing.md)", 1],
		["[a](docs/images.md#nowhere)", 1],
		["[a](#nowhere)", 1],
		["![a](docs/missing.svg)", 1],
		['<img src="docs/missing.svg">', 1],
		["[a]: missing.md", 1],
		["[a](docs/images.md)", 0],
		["[a](docs/images.md#the-recipe)", 0],
		["[a](#what-is-it)", 0],
		["[a](docs)", 0],
		["[a](https://example.com/missing.md)", 0],
		["`[a](missing.md)`", 0],
		["```\n[a](missing.md)\n```", 0],
	])("%s: %d broken", (text, count) => {
		const page = { path: "a.md", text: `# What is it?\n\n${text}\n` };
		const others = markdown.filter(({ path }) => path === "docs/images.md");
		const broken = findBrokenLinks([page, ...others], exists);
		expect(broken).toHaveLength(count);
	});
});

describe("the interface", () => {
	it("is the one that Dagger shows", () => {
		expect([...api.functions.keys()]).toContain("rollback");
		expect(api.functions.get("report")?.returns).toBe("Directory");
		expect(api.enums.get("OnFailure")).toEqual(["ROLLBACK", "KEEP"]);
		expect(parseCall(readWords("dagger call status"), api).faults).toEqual([]);
	});
});
