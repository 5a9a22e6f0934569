/** How many bytes the values of a Secret may have, all together and before base64: MaxSecretSize in pkg/apis/core/types.go. */
export const maxSecretBytes = 1024 * 1024;
