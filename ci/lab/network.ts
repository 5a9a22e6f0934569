import type { Docker } from "./docker.ts";
import { bridge, label, name } from "./lab.ts";
import * as dockerd from "./offline/dockerd.ts";

export async function provideNetwork(docker: Docker): Promise<void> {
	const there = await docker.read("network", "ls", "-qf", `label=${label}`);
	if (!there)
		await docker.run([
			...["network", "create", "--label", label],
			...["--opt", `com.docker.network.bridge.name=${bridge}`, name],
		]);
	if (!docker.own) return;
	const subnet = "{{(index .IPAM.Config 0).Subnet}}";
	await dockerd.openWayOut(
		await docker.read("network", "inspect", "-f", subnet, name),
	);
}
