import type { Credentials } from "../image/account.js";
import { type KubeObject, ref } from "../kubernetes/object.js";

export const pullSecretName = "dockerhub-secret";
export const pullSecretRef = ref("Secret", pullSecretName);

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
		...pullSecretRef,
		type: "kubernetes.io/dockerconfigjson",
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
