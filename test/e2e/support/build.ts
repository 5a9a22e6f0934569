/** What the step of the build says. */
export const built =
	/✓ build .* built: the registry does not have this content yet/;
export const notNeeded =
	/✓ build .* not needed: \S+:slipway-[0-9a-f]{32} has this content/;
