/** Stands for the scanner of your choice. */
import { type Container, func, object, ReturnType } from "@dagger.io/dagger";

@object()
export class Scanner {
	/** Fails if the image runs as root or has a private key in /srv. */
	@func()
	async scan(image: Container): Promise<string> {
		const user = await image.user();
		if (/^(|0|root)(:|$)/.test(user)) throw new Error("the image runs as root");
		const grep = image.withExec(
			["grep", "-rl", "-e", "-----BEGIN .*PRIVATE KEY", "/srv"],
			{ expect: ReturnType.Any },
		);
		const code = await grep.exitCode();
		if (code === 0) throw new Error(`private keys: ${await grep.stdout()}`);
		if (code !== 1) throw new Error(`no scan: ${await grep.stderr()}`);
		return "nothing found";
	}
}
