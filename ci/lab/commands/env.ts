import { programs } from "../access.ts";
import { command } from "../command.ts";
import { variables } from "../env.ts";
import { exports } from "../shell.ts";

await command(async () => console.log(exports(programs, await variables())));
