/** Standard base64 with padding; for values of at most some KiB. */
export const base64 = (bytes: Uint8Array): string =>
	btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
