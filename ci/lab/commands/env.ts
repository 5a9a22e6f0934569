import { programs } from "../access.ts";
import { command } from "../command.ts";
import { exports, variables } from "../env.ts";

await command(async () => console.log(exports(programs, await variables())));
