/** A sub-range of a source as a source of its own: an image that starts at an offset. */
import { intersect, type Range } from "../base/range";
import { type ByteSource, because } from "../base/source";
import { checkInside } from "./check";

/**
 * Bytes [start, end) of `inner`; offset 0 of the result is `start`. Closing it closes `inner`.
 * @throws Failure `io` when the range does not lie inside `inner`.
 */
export function sliceSource(
	inner: ByteSource,
	start: number,
	end = inner.size,
	label = inner.label,
): ByteSource {
	checkInside(inner, start, end);
	const size = end - start;
	const inside = { start: 0, end: size };
	const { readNow, fill, readOnce } = inner;
	const outer = (range: Range): Range => ({ start: range.start + start, end: range.end + start });
	return {
		id: `${inner.id}[${start}-${end}]`,
		label,
		size,
		async read(from, to, signal) {
			checkInside({ label, size }, from, to);
			return inner.read(from + start, to + start, signal);
		},
		peek: (from, to) =>
			from >= 0 && to <= size ? inner.peek?.(from + start, to + start) : undefined,
		readNow:
			readNow &&
			((from, to) => {
				checkInside({ label, size }, from, to);
				return readNow(from + start, to + start);
			}),
		fill:
			fill &&
			((from, into) => {
				checkInside({ label, size }, from, from + into.length);
				fill(from + start, into);
			}),
		readOnce:
			readOnce &&
			(async (from, to, signal) => {
				checkInside({ label, size }, from, to);
				return readOnce(from + start, to + start, signal);
			}),
		async prefetch(ranges, signal) {
			const wanted = ranges.flatMap((range) => intersect(range, inside) ?? []);
			await inner.prefetch?.(wanted.map(outer), signal);
		},
		withReason: (reason) => sliceSource(because(inner, reason), start, end, label),
		within: (range) => sliceSource(inner.within?.(outer(range)) ?? inner, start, end, label),
		close: () => inner.close?.(),
	};
}
