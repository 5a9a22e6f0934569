import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { versions } from "../../../../ci/lab/offline/versions.ts";

const root = join(import.meta.dirname, "../../../..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const json = (path: string): unknown => JSON.parse(text(path));

test("the engine's Go module names the same Dagger", () => {
	expect(text("ci/lab/offline/go/engine/go.mod")).toMatch(
		`\tgithub.com/dagger/dagger ${versions.dagger}`,
	);
});

test("the engine's Go module asks for the same Go", () => {
	expect(text("ci/lab/offline/go/engine/go.mod")).toContain(
		`\ngo ${versions.go.version.slice(2)}\n`,
	);
});

test("the node's Go module names the same Kubernetes, as k3s does", () => {
	expect(text("ci/lab/offline/go/kube/go.mod")).toContain(
		`k8s.io/kubernetes ${versions.kubernetes}\n`,
	);
	expect(versions.k3s).toMatch(`${versions.kubernetes}-k3s`);
});

test("the module of the node's DNS names the same CoreDNS", () => {
	expect(text("ci/lab/offline/go/dns/go.mod")).toContain(
		`github.com/coredns/coredns ${versions.coredns}\n`,
	);
});

test("the module is for the same Dagger", () => {
	expect(json("dagger.json")).toMatchObject({ engineVersion: versions.dagger });
	expect(`v${versions.npm["@dagger.io/dagger"]}`).toBe(versions.dagger);
});

test("the pause image is the one the node asks for", () => {
	expect(text("ci/lab/offline/images/node/node.sh")).toContain(
		`/pause:${versions.pause}"`,
	);
});
