import type { HorizontalPodAutoscalerSpec } from "kubernetes-types/autoscaling/v2.js";
import { kindKey } from "../kubernetes/kinds.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import type { ApplyTimes } from "./apply-times.js";

/** A go-template that prints `scaled` for what a controller has scaled. */
export const scaledTemplate = `{{range .metadata.managedFields}}{{$manager := .manager}}{{with .subresource}}{{if and (eq . "scale") (eq $manager "kube-controller-manager")}}scaled {{end}}{{end}}{{end}}`;

/** Whether a refusal says that a controller owns a number of replicas. */
export function isScaleConflict(stderr: string): boolean {
	return /conflicts? with "[^"]+" with subresource "scale"/.test(stderr);
}

/**
 * The same objects without the numbers of replicas that an autoscaler has set since: these stay. Where the autoscalers are
 * not known, whatever is scaled may be theirs.
 */
export function keepScaled(
	objects: KubeObject[],
	before: ApplyTimes,
	autoscalers?: KubeObject[],
): KubeObject[] {
	const targets = autoscalers
		?.filter((object) => kindKey(object) === kindKey(autoscaler))
		.map(({ spec }) => {
			const { kind, name } = (spec as HorizontalPodAutoscalerSpec)
				.scaleTargetRef;
			return `${kind} ${name}`;
		});
	return objects.map((object) => {
		const isScaled = before.get(identify(object))?.more?.includes("scaled");
		return isScaled && (targets?.includes(formatName(object)) ?? true)
			? withoutReplicas(object)
			: object;
	});
}

export const autoscaler = {
	apiVersion: "autoscaling/v2",
	kind: "HorizontalPodAutoscaler",
};

function withoutReplicas(object: KubeObject): KubeObject {
	const { replicas: _, ...spec } = object.spec as { replicas?: number };
	return { ...object, spec };
}
