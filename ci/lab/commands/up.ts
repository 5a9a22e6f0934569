import { command } from "../command.ts";
import { say } from "../progress.ts";
import { up } from "../up.ts";

await command(async () => {
	await up();
	say('  next: eval "$(ci/lab/env)"');
});
