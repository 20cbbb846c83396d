/** A source with some bytes that are other ones: a copy that is never written anywhere. */
import { type Edit, formatAlteration } from "../base/edits";
import { type ByteSource, because } from "../base/source";

/**
 * `inner` with edits laid over it; of several on one byte the last counts. Edits keep its size: what
 * they say of bytes behind its end is not there.
 */
export function overlaySource(inner: ByteSource, edits: readonly Edit[]): ByteSource {
	if (edits.length === 0) return inner;
	const { label, size } = inner;
	const peek = inner.peek?.bind(inner);
	const readNow = inner.readNow?.bind(inner);

	function altered(bytes: Uint8Array, start: number): Uint8Array {
		const end = start + bytes.length;
		const here = edits.filter((edit) => edit.at < end && edit.at + edit.bytes.length > start);
		if (here.length === 0) return bytes;
		// `slice` of a Buffer of Node is no copy.
		const copy = new Uint8Array(bytes);
		for (const { at, bytes: own } of here) {
			const from = Math.max(at, start);
			const to = Math.min(at + own.length, end);
			copy.set(own.subarray(from - at, to - at), from - start);
		}
		return copy;
	}

	return {
		id: `${inner.id} with ${formatAlteration(edits)}`,
		label,
		size,
		read: async (start, end, signal) => altered(await inner.read(start, end, signal), start),
		...(peek && {
			peek: (start: number, end: number) => {
				const bytes = peek(start, end);
				return bytes && altered(bytes, start);
			},
		}),
		...(readNow && {
			readNow: (start: number, end: number) => altered(readNow(start, end), start),
		}),
		prefetch: async (ranges, signal) => inner.prefetch?.(ranges, signal),
		withReason: (reason) => overlaySource(because(inner, reason), edits),
		within: (range) => overlaySource(inner.within?.(range) ?? inner, edits),
		close: () => inner.close?.(),
	};
}
