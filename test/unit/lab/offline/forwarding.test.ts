import { expect, test } from "vitest";
import { marked } from "../../../../ci/lab/offline/dockerd/forwarding.ts";

test("only rules with the lab's own mark are the lab's", () => {
	const rules = [
		"-P FORWARD DROP",
		'-A FORWARD -i br0 -m comment --comment "slipway-lab" -j ACCEPT',
		"-A FORWARD -i br1 -m comment --comment slipway-lab-test -j ACCEPT",
		"-A FORWARD -j DOCKER-USER",
	];
	expect(marked(rules.join("\n"))).toEqual([
		"FORWARD -i br0 -m comment --comment slipway-lab -j ACCEPT".split(" "),
	]);
});
