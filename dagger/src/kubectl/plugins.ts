const google = "gcloud auth print-access-token";
const azure =
	"kubelogin get-token --login azurecli --server-id 6dae42f8-4368-4678-94ff-3960e28e3630";

/** How each program that a kubeconfig may ask for credentials prints a token. The id is that of Azure's own service. */
const commands: Record<string, string> = {
	aws: "aws eks get-token --cluster-name NAME",
	"aws-iam-authenticator": "aws-iam-authenticator token --cluster-id NAME",
	"gke-gcloud-auth-plugin": google,
	gcloud: google,
	gcp: google,
	kubelogin: azure,
	azure,
	doctl:
		"doctl kubernetes cluster kubeconfig exec-credential --version=v1beta1 CLUSTER-ID",
	oci: "oci ce cluster generate-token --cluster-id OCID",
};

/** The command that prints the token of a kubeconfig's user: as it is called there, or as its makers document it. */
export function formatTokenCommand(plugin: string, call: string): string {
	return (
		call ||
		commands[plugin] ||
		`${plugin} with the arguments that the kubeconfig gives it`
	);
}

/** The token in what such a program prints: as it is, or inside an ExecCredential (client.authentication.k8s.io). */
export function parseToken(text: string): string {
	if (!text.startsWith("{")) return text;
	try {
		const { status } = JSON.parse(text) as { status?: { token?: string } };
		return status?.token ?? "";
	} catch {
		return "";
	}
}
