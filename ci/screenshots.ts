import { programs } from "./lab/access.ts";
import { command } from "./lab/command.ts";
import { variables } from "./lab/env.ts";
import { up } from "./lab/up.ts";
import { takePictures } from "./pictures/take.ts";

/** The pictures in docs/images, from a deploy and one that fails, on the lab. */
await command(async () => {
	await up();
	await takePictures({
		...process.env,
		...(await variables()),
		PATH: `${programs}:${process.env.PATH}`,
	});
});
