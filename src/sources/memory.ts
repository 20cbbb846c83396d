/** Bytes that are already in memory. Reads are views of the given array, never copies. */
import { checkCancelled } from "../base/errors";
import type { ByteSource } from "../base/source";
import { checkInside } from "./check";

let made = 0;

export function memorySource(bytes: Uint8Array, label = "memory"): ByteSource {
	made += 1;
	const size = bytes.length;
	return {
		// Two arrays of the same label may differ in content, so each gets its own identity.
		id: `memory:${made}`,
		label,
		size,
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside({ label, size }, start, end);
			return bytes.subarray(start, end);
		},
		peek: (start, end) =>
			start >= 0 && start <= end && end <= size ? bytes.subarray(start, end) : undefined,
	};
}
