import { bridge, name } from "../../lab.ts";
import { $ } from "../../shell.ts";

const shell = $({ quiet: true });
const tables: [table: string, chain: string][] = [
	["nat", "POSTROUTING"],
	["filter", "FORWARD"],
];

/** The lab's own Docker leaves iptables alone, so that another one keeps its chains: three rules, marked with the lab's name. */
export async function openWayOut(subnet: string): Promise<void> {
	const there = await Promise.all(tables.map((table) => ownRules(...table)));
	const current = there.flat().some((rule) => rule.includes(subnet));
	if (current && there.flat().length === 3) return;
	await closeWayOut();
	const mark = ["-m", "comment", "--comment", name];
	const known = ["-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED"];
	await shell`iptables -w -t nat -I POSTROUTING -s ${subnet} ! -o ${bridge} ${mark} -j MASQUERADE`;
	await shell`iptables -w -I FORWARD -o ${bridge} ${known} ${mark} -j ACCEPT`;
	await shell`iptables -w -I FORWARD -i ${bridge} ${mark} -j ACCEPT`;
}

export async function closeWayOut(): Promise<void> {
	for (const [table, chain] of tables)
		for (const rule of await ownRules(table, chain))
			await shell`iptables -w -t ${table} -D ${rule}`.nothrow();
}

async function ownRules(table: string, chain: string): Promise<string[][]> {
	const { stdout } = await shell`iptables -w -t ${table} -S ${chain}`.nothrow();
	return marked(stdout);
}

/** The arguments, after -D, of the rules that carry the lab's name. */
export function marked(listing: string): string[][] {
	return listing
		.split("\n")
		.map((line) => line.replaceAll('"', "").split(" ").slice(1))
		.filter((words) => words[words.indexOf("--comment") + 1] === name);
}
