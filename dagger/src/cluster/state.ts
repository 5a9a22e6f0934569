import { stateLabel } from "../input/app-name.js";
import type { Call } from "../kubectl/script.js";
import type { KubeObject } from "../kubernetes/object.js";
import { type Lease, leaseResource } from "./lease.js";

/** What is kept of an app: its lock, and the records of its releases as they are kept. */
export type State = { lease?: Lease; records: KubeObject[] };

/** Reads the lock of an app, and the records of its releases beside it. */
export function stateRequest(app: string): Call {
	const selector = `--selector=${stateLabel}=${app}`;
	return ["get", `${leaseResource},secret`, selector, "--output=json"];
}

export function parseState(json: string): State {
	const { items } = JSON.parse(json) as { items: KubeObject[] };
	return {
		lease: items.find(({ kind }) => kind === "Lease") as Lease | undefined,
		records: items.filter(({ kind }) => kind === "Secret"),
	};
}
