/** SHA-256 of Node, which uses the processor's own instructions. */
import { createHash } from "node:crypto";
import type { Hasher } from "../export/digest";

export function sha256(): Hasher {
	const hash = createHash("sha256");
	return {
		update: (bytes) => void hash.update(bytes),
		hex: () => hash.digest("hex"),
	};
}
