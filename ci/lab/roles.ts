import { certificates } from "./certificates.ts";
import type { Spec } from "./containers.ts";
import type { Images } from "./images.ts";
import { mirrorAddress, registryAddress } from "./lab.ts";

/** The lab's containers: what each is given. */
export function specs(images: Images, htpasswd: string): Spec[] {
	const mirrored = images.mirror !== undefined;
	return [
		{
			role: "engine",
			image: images.engine,
			volume: "/var/lib/dagger",
			holdsCacheOnly: true,
			options: ["--privileged"],
			// The first two are the published image's own; the last is for jobs in containers of the lab's network.
			command: [
				"--addr=unix:///var/run/buildkit/buildkitd.sock",
				"--addr=unix:///run/dagger/engine.sock",
				"--addr=tcp://0.0.0.0:1234",
			],
			files: {
				"/etc/dagger/engine.json": JSON.stringify(engineConfig(mirrored)),
				...extraCertificates(),
			},
		},
		{
			role: "node",
			image: images.node,
			volume: "/var/lib/rancher/k3s",
			options: ["--privileged", "--cgroupns=private", "--tmpfs=/run"],
			command: [
				"server",
				"--node-name=lab",
				"--disable=traefik,servicelb,metrics-server",
			],
			files: {
				"/etc/rancher/k3s/registries.yaml": JSON.stringify(
					nodeRegistries(mirrored),
				),
			},
		},
		{
			role: "registry",
			image: images.registry,
			volume: "/var/lib/registry",
			options: [
				"--publish=127.0.0.1::5000",
				"--env=REGISTRY_AUTH=htpasswd",
				"--env=REGISTRY_AUTH_HTPASSWD_REALM=lab",
				"--env=REGISTRY_AUTH_HTPASSWD_PATH=/htpasswd",
				"--env=REGISTRY_STORAGE_DELETE_ENABLED=true",
			],
			files: { "/htpasswd": htpasswd },
		},
		...(images.mirror ? [{ role: "mirror", image: images.mirror }] : []),
	];
}

/**
 * Garbage collection has numbers of its own: by default the engine keeps a fifth of the disk free, and on a fuller disk
 * prunes its cache after every session, so that an unchanged source gets a new digest each time.
 */
export const engineConfig = (mirrored: boolean) => ({
	logLevel: "info",
	gc: { reservedSpace: "10GB", maxUsedSpace: "30GB", minFreeSpace: "1GB" },
	registries: {
		[registryAddress]: { http: true },
		...(mirrored
			? {
					"docker.io": { mirrors: [mirrorAddress] },
					"gcr.io": { mirrors: [mirrorAddress] },
					[mirrorAddress]: { http: true },
				}
			: {}),
	},
});

export const nodeRegistries = (mirrored: boolean) => ({
	mirrors: {
		[registryAddress]: { endpoint: [`http://${registryAddress}`] },
		...(mirrored
			? { "docker.io": { endpoint: [`http://${mirrorAddress}`] } }
			: {}),
	},
});

/** The engine gives its containers the certificates that lie in this folder of its own. */
const extraCertificates = () =>
	Object.fromEntries(
		certificates().map((text, index) => [
			`/usr/local/share/ca-certificates/extra-${index}.crt`,
			text,
		]),
	);
