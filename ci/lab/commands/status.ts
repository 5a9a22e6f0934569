import { command } from "../command.ts";
import { status, table } from "../status.ts";

await command(async () => {
	const parts = await status();
	console.log(table(parts));
	if (parts.some(({ state }) => state !== "up")) process.exitCode = 1;
});
