/** SHA-256 of Node, which uses the processor's own instructions. */
import type { Hasher } from "../export/digest";

export function sha256(): Hasher {
	// Loaded when it is needed: to start it takes as long as to open an image.
	const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
	return {
		update: (bytes) => void hash.update(bytes),
		hex: () => hash.digest("hex"),
	};
}
