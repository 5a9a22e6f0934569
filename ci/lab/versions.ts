/** The versions of the images that the lab is made of. */
export const versions = {
	dagger: "v0.21.8",
	registry: "2",
	k3s: "v1.34.2-k3s1",
	docker: "29.8.1-cli",
	/** Not a part of the lab: Docker for a job alone, as the original pipeline and the component have it. */
	dind: "29.8.1-dind",
} as const;
