import { handOver, inFrontOfApiServer } from "./api-server.js";

/** One kubectl process, as the API server sees it. */
export type Kubectl = {
	command: string;
	requests: URL[];
	/** What it was answered, as it came over the network. */
	bytes: number;
	/** From its first request to the end of its last answer. */
	began: number;
	ended: number;
};

type Counter = {
	/** Whose server is the counter. */
	kubeconfig: string;
	/** The processes since it was asked before. */
	take: () => Kubectl[];
};

/** Tells kubectl's processes apart, as the API server sees them: each has a session of its own in its headers. */
export async function kubectlCounter(): Promise<Counter> {
	const sessions = new Map<string, Kubectl>();
	const kubeconfig = await inFrontOfApiServer((incoming, answer, forward) => {
		const { headers, url = "/" } = incoming;
		const id = String(headers["kubectl-session"]);
		const command = String(headers["kubectl-command"]);
		const began = performance.now();
		const session = sessions.get(id) ?? {
			command,
			requests: [],
			bytes: 0,
			began,
			ended: began,
		};
		sessions.set(id, session);
		session.requests.push(new URL(url, "https://server"));
		forward(headers, (reply) => {
			reply.on("data", (data: Buffer) => {
				session.bytes += data.length;
				session.ended = performance.now();
			});
			handOver(reply, answer);
		});
	});
	const take = () => {
		const taken = [...sessions.values()];
		sessions.clear();
		return taken;
	};
	return { kubeconfig, take };
}

/** Reads all objects of an app at once. */
export function readsByLabel({ command, requests }: Kubectl): boolean {
	const selects = requests.some((url) => url.searchParams.has("labelSelector"));
	return command === "kubectl get" && selects;
}

export function readsEvents({ command, requests }: Kubectl): boolean {
	return (
		command === "kubectl get" && requests.map(resourceOf).includes("events")
	);
}

export function resourceOf({ pathname }: URL): string {
	return pathname.split("/").at(-1) ?? "";
}
