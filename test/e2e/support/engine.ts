import { onTestFinished } from "vitest";
import { recall } from "../../../ci/lab/docker.ts";
import { createFreshEngine } from "../../../ci/lab/fresh-engine.ts";
import { engine, run } from "./lab.js";

/** An engine that nobody has used; the answer is what to set for a call to use it. */
export async function freshEngine(name: string): Promise<NodeJS.ProcessEnv> {
	const docker = await recall();
	if (!docker) throw new Error("the lab is not up: ci/lab/up");
	const engine = await createFreshEngine(docker, name);
	onTestFinished(async () => {
		await engine.remove();
	});
	await engine.start();
	return { ...process.env, ...engine.variables };
}

/** This machine's address on the lab's network. */
export const hostOfEngine = () => inspectNetwork("Gateway");

/** The engine's address there; it listens on port 1234. */
export const addressOfEngine = () => inspectNetwork("IPAddress");

async function inspectNetwork(field: string): Promise<string> {
	const format = `{{range .NetworkSettings.Networks}}{{.${field}}}{{end}}`;
	const { stdout } = await run("docker", ["inspect", "-f", format, engine]);
	return stdout.trim();
}

/** An engine speaks plain HTTP to its own address only: a port of that leads here until the answer is called. */
export async function leadEngineTo(
	host: string,
	port: number,
	from = { address: "127.0.0.1", port },
): Promise<() => Promise<void>> {
	const match = (port: number, destination: string) => [
		`--destination=${destination}`,
		"--protocol=tcp",
		`--dport=${port}`,
	];
	const target = `--to-destination=${host}:${port}`;
	const rules = [
		["OUTPUT", ...match(from.port, from.address), "--jump=DNAT", target],
		["POSTROUTING", ...match(port, host), "--jump=MASQUERADE"],
	];
	const allowed = "/proc/sys/net/ipv4/conf/all/route_localnet";
	await inEngine("sh", "-c", `echo 1 >${allowed}`);
	const each = async (change: string) => {
		for (const rule of rules)
			await inEngine("iptables", "--wait", "--table=nat", change, ...rule);
	};
	await each("--append");
	return () => each("--delete");
}

async function inEngine(...command: string[]): Promise<void> {
	const { code, stderr } = await run("docker", ["exec", engine, ...command]);
	if (code !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
}
