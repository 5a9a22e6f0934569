import type { KubeObject } from "./objects.js";

export type Credentials = {
	registry: string;
	username: string;
	password: string;
};

export const pullSecretName = "dockerhub-secret";

/** What `kubectl create secret docker-registry` makes, without the password in a command line. */
export function pullSecret({
	registry,
	username,
	password,
}: Credentials): KubeObject & { type: string; data: Record<string, string> } {
	const login = {
		username,
		password,
		email: `${username}@example.com`,
		auth: base64(`${username}:${password}`),
	};
	return {
		apiVersion: "v1",
		kind: "Secret",
		type: "kubernetes.io/dockerconfigjson",
		metadata: { name: pullSecretName },
		data: {
			".dockerconfigjson": base64(
				JSON.stringify({ auths: { [registry]: login } }),
			),
		},
	};
}

function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}
