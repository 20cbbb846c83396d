/**
 * Whose bytes are lost where the packed inode is damaged: it has no name, and holds the ends of
 * files, or all of them. What was found of its units is told once more for each of the files.
 */
import type { Finding, Report } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import { PACKED_SPACE } from "../base/space";
import { EXTENT, EXTENT_KIND, type Extents } from "../census/extents";
import { own } from "../ownership/build";
import type { Inhabitants } from "../ownership/inhabitants";
import type { Ownership } from "../ownership/ownership";
import type { Pace } from "../ownership/steps";
import { pathOf } from "./paths";

/** Decoded bytes of the packed inode that are lost, and what was found of their unit. */
interface Lost extends Range {
	readonly finding: Finding;
}

/**
 * @param found of units, in any order; only what is wrong with those of the packed inode counts
 * @throws Failure `io`, `cancelled`
 */
export async function tellTails(
	ownership: Ownership,
	found: readonly Finding[],
	report: Report,
	pace: Pace,
): Promise<void> {
	const { image, tree } = ownership.inhabitants;
	const damage = found.filter(({ nid }) => nid === image.packedNid && nid !== undefined);
	if (damage.length === 0) return;
	const { signal, breathe } = pace;
	const known = ownership.isRough ? await own(image, tree, { signal, breathe }) : ownership;
	const { inhabitants, extents } = known;
	const lost = [...lostOf(inhabitants, extents, damage)].sort((a, b) => a.start - b.start);
	for (const row of tailsOf(inhabitants, extents)) {
		const tail = { start: extents.start[row] as number, end: extents.end(row) };
		for (let i = firstOf(lost, tail.start); i < lost.length; i++) {
			const { finding, ...range } = lost[i] as Lost;
			if (range.start >= tail.end) break;
			if (!overlaps(range, tail)) continue;
			report({ ...finding, path: pathOf(tree, extents.inode[row] as number) });
		}
	}
}

/**
 * Extents of files that lie in the packed inode, in the order of the tree, whoever was planned first.
 * What has no name cannot be told by it.
 */
function tailsOf({ tree }: Inhabitants, { count, inode, space, spaces, kind }: Extents): number[] {
	const packed = spaces.indexOf(PACKED_SPACE);
	const tails: number[] = [];
	for (let row = 0; row < count; row++) {
		const isTail =
			((kind[row] as number) & EXTENT.KIND) === EXTENT_KIND.FRAGMENT && space[row] === packed;
		if (isTail && (inode[row] as number) < tree.inodes.count) tails.push(row);
	}
	return tails.sort((a, b) => (inode[a] as number) - (inode[b] as number));
}

function* lostOf(
	inhabitants: Inhabitants,
	extents: Extents,
	damage: readonly Finding[],
): Generator<Lost, void, void> {
	const { packedNid } = inhabitants.image;
	const packed = packedNid === undefined ? undefined : inhabitants.find(packedNid);
	if (packed === undefined) return;
	const size = inhabitants.size(packed);
	for (let row = 0; row < extents.count; row++) {
		if (extents.inode[row] !== packed) continue;
		const space = extents.spaces[extents.space[row] as number];
		const stored = { start: extents.start[row] as number, end: extents.end(row) };
		for (const finding of damage) {
			if (finding.at.space !== space || !overlaps(finding.at, stored)) continue;
			yield { start: extents.offset[row] as number, end: extents.fileEnd(row, size), finding };
		}
	}
}

/** The first that does not end before a byte: they lie one behind the other. */
function firstOf(lost: readonly Lost[], offset: number): number {
	let low = 0;
	let high = lost.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((lost[middle] as Lost).end <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
