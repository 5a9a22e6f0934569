import { expect, test } from "vitest";
import { addressed } from "../../../ci/lab/access.ts";

test("a kubeconfig gets the address that is reached from outside", () => {
	expect(addressed("server: https://127.0.0.1:6443", "172.18.0.3")).toBe(
		"server: https://172.18.0.3:6443\n",
	);
});
