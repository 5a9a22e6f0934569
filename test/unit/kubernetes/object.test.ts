import { expect, it } from "vitest";
import {
	findLiveObject,
	identify,
} from "../../../dagger/src/kubernetes/object.js";

const object = (apiVersion: string, kind = "Gateway") => ({
	apiVersion,
	kind,
	metadata: { name: "web" },
});
const istio = object("networking.istio.io/v1");

it("an object is told by its kind, group and name", () => {
	expect(identify(istio)).toBe("Gateway.networking.istio.io web");
	expect(identify(object("v1", "Pod"))).toBe("Pod web");
});

it("an object in the cluster is the same in another version, and none of another group", () => {
	const live = [object("gateway.networking.k8s.io/v1")];
	expect(findLiveObject(istio, live)).toBeUndefined();
	const older = object("networking.istio.io/v1beta1");
	expect(findLiveObject(istio, [...live, older])).toBe(older);
});
