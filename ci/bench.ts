import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Bench } from "./benchmark/bench.ts";
import { replaceMarked } from "./benchmark/document.ts";
import { makeRows } from "./benchmark/rows.ts";
import { formatMedians, formatTable } from "./benchmark/table.ts";
import { programs } from "./lab/access.ts";
import { command } from "./lab/command.ts";
import { recall } from "./lab/docker.ts";
import { variables } from "./lab/env.ts";
import { LabError } from "./lab/failure.ts";
import { say } from "./lab/progress.ts";
import { up } from "./lab/up.ts";

const root = join(import.meta.dirname, "..");

/** The original pipeline and Slipway side by side, in one run on the lab; --write puts the table into the documents. */
await command(async () => {
	const { values } = parseArgs({
		options: { rounds: { type: "string" }, write: { type: "boolean" } },
	});
	await up();
	Object.assign(process.env, await variables(), {
		PATH: `${programs}:${process.env.PATH}`,
		DAGGER_NO_NAG: "1",
		DAGGER_PROGRESS: "logs",
	});
	const docker = await recall();
	if (!docker) throw new LabError("the lab is not up", "run ci/lab/up");
	const bench = await Bench.create(docker, root);
	try {
		await bench.prepare();
		const kept = await bench.run("kept", Number(values.rounds ?? 5));
		const fresh = await bench.run("fresh", Number(values.rounds ?? 3));
		const rows = makeRows({ fresh, kept });
		console.log(formatTable(rows));
		if (!values.write) return;
		await write("docs/benchmark.md", formatTable(rows));
		await write("README.md", formatMedians(rows));
	} finally {
		await bench.remove();
	}
});

async function write(name: string, table: string): Promise<void> {
	const path = join(root, name);
	const text = await readFile(path, "utf8");
	await writeFile(path, replaceMarked(text, table));
	say(`✓ ${name}: its table is written`);
}
