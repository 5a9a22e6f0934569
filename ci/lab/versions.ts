/** The versions of the images that the lab is made of. */
export const versions = {
	dagger: "v0.21.8",
	registry: "2",
	k3s: "v1.34.2-k3s1",
} as const;
