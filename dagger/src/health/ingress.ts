import type {
	IngressSpec,
	IngressStatus,
} from "kubernetes-types/networking/v1.js";
import type { Typed } from "../kubernetes/object.js";
import { type Rule, ready } from "./health.js";

/** Ready at once: many controllers never write an address. */
export const ingress: Rule<Typed<IngressSpec, IngressStatus>> = ({
	status,
}) => {
	const { ip, hostname } = status?.loadBalancer?.ingress?.at(0) ?? {};
	const address = hostname ?? ip;
	return ready(address ? `answers at ${address}` : "has no address yet");
};
