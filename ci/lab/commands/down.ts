import { command } from "../command.ts";
import { down } from "../down.ts";
import { LabError } from "../failure.ts";

const options = process.argv.slice(2);

await command(async () => {
	const unknown = options.find((option) => option !== "--keep");
	if (unknown)
		throw new LabError(
			`ci/lab/down does not know ${unknown}`,
			"use ci/lab/down, or ci/lab/down --keep to keep containers and volumes",
		);
	await down(options.includes("--keep"));
});
