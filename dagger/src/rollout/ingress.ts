import type { KubeObject } from "../manifests/objects.js";
import { type Rule, ready } from "./state.js";

type Ingress = KubeObject & {
	status?: {
		loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] };
	};
};

/** Ready at once: many controllers never write an address. */
export const ingress: Rule = (object) => {
	const { loadBalancer } = (object as Ingress).status ?? {};
	const { ip, hostname } = loadBalancer?.ingress?.at(0) ?? {};
	const address = hostname ?? ip;
	return ready(address ? `answers at ${address}` : "has no address yet");
};
