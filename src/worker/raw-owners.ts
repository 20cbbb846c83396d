/** Whose the bytes of a wrapper are: its headers', its parts', or nobody's. */
import { countText } from "../base/words";
import type { Outline, Stretch } from "../containers/outline";
import type { OwnerKind } from "../ownership/words";
import type { ByteOwner, Strip, StripParams } from "./topics/owners";

const KINDS = ["wrapper-header", "wrapper-part", "unclaimed"] as const satisfies OwnerKind[];

const kindOf = ({ header, parts }: Stretch): number =>
	header !== undefined ? 0 : parts.length > 0 ? 1 : 2;

/** Why bytes may seem to be nobody's. */
export const unclaimedText = ({ unplaced }: Outline): string =>
	unplaced > 0
		? `No header that was read, and no part whose place is known; where ${countText(unplaced)} more lie was not found out.`
		: "No header that was read, and no part.";

/** Nothing for a byte that does not exist. */
export function wrapperOwner(outline: Outline, offset: number): ByteOwner | undefined {
	const one = outline.stretches[indexAt(outline, offset)];
	if (!one || offset < one.start) return undefined;
	const { start, end, header, parts } = one;
	const kind = KINDS[kindOf(one)] as OwnerKind;
	const names = header === undefined ? parts : [header];
	return {
		...{ start, end, kind, inodes: [], more: 0, steps: [] },
		...(kind === "unclaimed" ? { detail: { why: unclaimedText(outline) } } : {}),
		ways: names.map((name) => [name || "the only part"]),
	};
}

/** Cells of a strip at most: more than a screen has rows. */
const MOST_CELLS = 1 << 14;

/** Of each part of the bytes what most of it is. Nothing for bytes that do not exist. */
export function wrapperStrip(
	outline: Outline,
	{ start, end, cells }: StripParams,
): Strip | undefined {
	const { stretches } = outline;
	const size = stretches.at(-1)?.end ?? 0;
	if (!(start >= 0 && start < end && start < size && cells >= 1)) return undefined;
	const count = Math.min(Math.floor(cells), MOST_CELLS);
	const at = (cell: number): number => start + ((end - start) * cell) / count;
	const kinds = new Uint8Array(count);
	let next = indexAt(outline, start);
	for (let cell = 0; cell < count; cell++) {
		const sums = [0, 0, 0];
		for (;;) {
			const one = stretches[next];
			if (!one) break;
			const bytes = Math.min(one.end, at(cell + 1)) - Math.max(one.start, at(cell));
			sums[kindOf(one)] = (sums[kindOf(one)] ?? 0) + Math.max(0, bytes);
			if (one.end > at(cell + 1)) break;
			next++;
		}
		kinds[cell] = sums.indexOf(Math.max(...sums));
	}
	return { kinds, names: KINDS };
}

/** Number of the stretch that has byte `offset`: the first that ends behind it. */
function indexAt({ stretches }: Outline, offset: number): number {
	let low = 0;
	let high = stretches.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((stretches[middle] as Stretch).end <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
