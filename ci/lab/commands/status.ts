import { command } from "../command.ts";
import { status, table } from "../status.ts";

await command(async () => {
	const rows = await status();
	console.log(table(rows));
	if (rows.some(({ state }) => state !== "up")) process.exitCode = 1;
});
