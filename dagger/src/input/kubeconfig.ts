import { Failure } from "../failures/failure.js";

/** Refuses a text that cannot be a kubeconfig, before kubectl says it in its own words. */
export function requireKubeconfig(text: string): void {
	if (!/^\s*["']?clusters["']?\s*:|[{,]\s*["']?clusters["']?\s*:/m.test(text))
		throw new Failure(
			"--kubeconfig is not a kubeconfig: it lists no clusters; kubectl config view --flatten --minify prints one",
		);
}
