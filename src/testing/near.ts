/** Bytes as a file of this machine gives them: at once, into memory of who asks. */
import type { ByteSource } from "../base/source";
import { checkInside } from "../sources/check";
import { memorySource } from "../sources/memory";

export function nearSource(bytes: Uint8Array): ByteSource {
	const { id, label, size } = memorySource(bytes);
	return {
		id,
		label,
		size,
		async read(start, end) {
			checkInside({ label, size }, start, end);
			return bytes.slice(start, end);
		},
		readNow(start, end) {
			checkInside({ label, size }, start, end);
			return bytes.slice(start, end);
		},
		fill(start, into) {
			checkInside({ label, size }, start, start + into.length);
			into.set(bytes.subarray(start, start + into.length));
		},
	};
}
