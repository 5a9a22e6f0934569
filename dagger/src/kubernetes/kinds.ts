import type { Container, PodSpec } from "kubernetes-types/core/v1.js";
import type { ObjectMeta } from "kubernetes-types/meta/v1.js";
import { findGroup, type KubeObject } from "./object.js";

/** What names a kind: an object does, and a reference to an owner. */
type Named = { apiVersion: string; kind: string };

/** What has to be known of a kind to deploy it. Its health has a rule of its own: see health/rules.ts. */
export type Kind = {
	version: string;
	/** Where the template of its Pods stands; "" if the object is the Pod itself. */
	podTemplate?: string;
	/** What its controller makes of it, as kubectl names it: a snapshot reads that too. */
	children?: string[];
	/** How the Pods of its newest revision are told from older ones. */
	revision?: Revision;
	/** Its status says something about the app. */
	hasStatus?: true;
	/** Deleting it and creating it again loses nothing. */
	recreate?: true;
	/** Others need it, so it is applied before pre-deploy Jobs run. */
	prerequisite?: true;
	/** Deleting it would lose data, or take what is not the app's along. */
	holdsData?: true;
	/** Several apps may have it in their manifests, and none of them deletes it. */
	shared?: true;
	/** Its content is secret, so it is never read. */
	secret?: true;
	/** Its Pods stay when they have ended, and are its evidence then. */
	keepsEndedPods?: true;
	/** What stands in its way may be told by events only. */
	toldByEvents?: true;
};

export type Revision =
	/** An annotation of the ReplicaSets in between counts it. */
	| { replicaSetAnnotation: string }
	/** A field of the owner's status names the hash that its newest Pods carry as a label. */
	| { statusField: string; podLabel: string }
	/** A label of the Pods counts it; Pods with the hash of the newest are of its revision, whatever they count. */
	| { podLabel: string; countedBy: string };

const template = { version: "v1", podTemplate: "spec/template" };
const hash = "controller-revision-hash";
const prerequisite: Kind = { version: "v1", prerequisite: true };
const definition: Kind = { ...prerequisite, holdsData: true };

/** The kinds that Slipway knows, as `group/Kind`. A new one is a row here and a rule in health/. */
export const kinds: Readonly<Record<string, Kind>> = {
	"/Pod": {
		version: "v1",
		podTemplate: "",
		hasStatus: true,
		recreate: true,
		toldByEvents: true,
	},
	"apps/Deployment": {
		...template,
		children: ["replicaset.apps"],
		revision: { replicaSetAnnotation: "deployment.kubernetes.io/revision" },
		hasStatus: true,
	},
	"apps/StatefulSet": {
		...template,
		revision: { statusField: "updateRevision", podLabel: hash },
		hasStatus: true,
		toldByEvents: true,
	},
	"apps/DaemonSet": {
		...template,
		revision: { podLabel: hash, countedBy: "pod-template-generation" },
		hasStatus: true,
		toldByEvents: true,
	},
	"apps/ReplicaSet": { ...template, hasStatus: true },
	"batch/Job": {
		...template,
		hasStatus: true,
		recreate: true,
		keepsEndedPods: true,
		toldByEvents: true,
	},
	"batch/CronJob": {
		version: "v1",
		podTemplate: "spec/jobTemplate/spec/template",
		hasStatus: true,
	},
	"argoproj.io/Rollout": {
		...template,
		version: "v1alpha1",
		children: ["replicaset.apps"],
		revision: { replicaSetAnnotation: "rollout.argoproj.io/revision" },
		hasStatus: true,
	},
	"/Service": {
		version: "v1",
		children: ["endpointslice.discovery.k8s.io"],
		hasStatus: true,
		toldByEvents: true,
	},
	"networking.k8s.io/Ingress": { version: "v1", hasStatus: true },
	"autoscaling/HorizontalPodAutoscaler": { version: "v2", hasStatus: true },
	"/PersistentVolumeClaim": {
		...definition,
		hasStatus: true,
		toldByEvents: true,
	},
	"/PersistentVolume": definition,
	"/Namespace": { ...definition, shared: true },
	"apiextensions.k8s.io/CustomResourceDefinition": {
		...definition,
		shared: true,
	},
	"/Secret": { ...prerequisite, secret: true },
	"/ConfigMap": prerequisite,
	"/ServiceAccount": prerequisite,
	"/ResourceQuota": prerequisite,
	"/LimitRange": prerequisite,
	"rbac.authorization.k8s.io/Role": prerequisite,
	"rbac.authorization.k8s.io/RoleBinding": prerequisite,
	"rbac.authorization.k8s.io/ClusterRole": prerequisite,
	"rbac.authorization.k8s.io/ClusterRoleBinding": prerequisite,
};

const unknown: Kind = { version: "" };

export function isKnown(named: Named): boolean {
	return findKind(named) !== unknown;
}

/** `apps/Deployment`, `/Pod`. */
export function kindKey({ apiVersion, kind }: Named): string {
	return `${findGroup(apiVersion)}/${kind}`;
}

export function findKind(named: Named): Kind {
	return kinds[kindKey(named)] ?? unknown;
}

/** How kubectl names a kind without its version, which any cluster may have another of: `deployment.apps`. */
export function resourceName(named: Named): string {
	const [group = "", kind = ""] = kindKey(named).split("/");
	return [kind.toLowerCase(), group].filter(Boolean).join(".");
}

/** The template of an object's Pods, if it has one. */
export function findPodTemplate(object: KubeObject): PodTemplate | undefined {
	const { podTemplate } = findKind(object);
	if (podTemplate === undefined) return undefined;
	return podTemplate
		.split("/")
		.filter(Boolean)
		.reduce<unknown>(
			(part, key) => (part as Record<string, unknown> | undefined)?.[key],
			object,
		) as PodTemplate | undefined;
}

export type PodTemplate = {
	metadata?: ObjectMeta;
	spec?: Partial<PodSpec>;
};

export function listTemplateContainers(object: KubeObject): Container[] {
	const { initContainers = [], containers = [] } =
		findPodTemplate(object)?.spec ?? {};
	return [...initContainers, ...containers];
}

/** Every image of an object's containers. */
export function listImages(object: KubeObject): string[] {
	return listTemplateContainers(object).flatMap(({ image }) => image ?? []);
}
