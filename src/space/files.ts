/**
 * What is told of each inode beside what its contents occupy, in columns by row: from where its
 * extents lie, in one pass over them. Nothing is read.
 */
import { clamped } from "../base/exact";
import { roundUp, type SpaceId } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../census/extents";
import { FORM } from "../census/inodes";
import type { Ownership } from "../ownership/ownership";
import type { Weigh } from "./weigh";

const { COMPRESSED, HOLE, INLINE, FRAGMENT } = EXTENT_KIND;

/** Inodes or extents looked at in a step. */
const STEP = 1 << 14;

export interface FileColumns {
	/** Bytes of contents; of a size that no image could hold 0. */
	readonly size: Float64Array<ArrayBuffer>;
	/** Bytes of the inode itself, its attributes and its map, in the image. */
	readonly around: Float64Array<ArrayBuffer>;
	/** Bytes of contents that are holes. */
	readonly holes: Float64Array<ArrayBuffer>;
	/** Bytes of the last blocks of contents stored as they are, behind those contents. */
	readonly slack: Float64Array<ArrayBuffer>;
	readonly extents: Uint32Array<ArrayBuffer>;
	/** Compressed units. */
	readonly units: Uint32Array<ArrayBuffer>;
	/** Bytes of the largest compressed unit. */
	readonly largest: Uint32Array<ArrayBuffer>;
	/** Algorithm of most of the compressed contents, or NO_ALGORITHM. */
	readonly algorithm: Uint8Array<ArrayBuffer>;
	/** Bytes of contents in the packed inode. */
	readonly packed: Float64Array<ArrayBuffer>;
}

/** @param weighOf as of {@link import("./weigh").weighsOf} */
export function* filesOf(
	{ extents, inhabitants }: Ownership,
	weighOf: (space: SpaceId) => Weigh,
): Generator<void, FileColumns, void> {
	const { tree, image } = inhabitants;
	const { count } = tree.inodes;
	const { blockSize } = image.facts;
	const columns = {
		size: new Float64Array(count),
		around: new Float64Array(count),
		holes: new Float64Array(count),
		slack: new Float64Array(count),
		extents: new Uint32Array(count),
		units: new Uint32Array(count),
		largest: new Uint32Array(count),
		algorithm: new Uint8Array(count).fill(NO_ALGORITHM),
		packed: new Float64Array(count),
	};
	for (let row = 0; row < count; row++) {
		if (row % STEP === STEP - 1) yield;
		if (!inhabitants.isReadable(row) || tree.inodes.is(row, FORM.IMPOSSIBLE_SIZE)) continue;
		columns.size[row] = clamped(tree.inodes.size.unsigned(row));
		if (!inhabitants.isInTree(row)) continue;
		const weigh = weighOf(inhabitants.space(row));
		columns.around[row] = weigh(inhabitants.end(row)) - weigh(inhabitants.start(row));
	}
	/** Bytes of the inode looked at that its algorithm so far has, less those of others. */
	let votes = 0;
	let last = -1;
	for (let extent = 0; extent < extents.count; extent++) {
		if (extent % STEP === STEP - 1) yield;
		const row = extents.inode[extent] as number;
		if (row >= count) continue;
		if (row !== last) votes = 0;
		last = row;
		columns.extents[row] = (columns.extents[row] as number) + 1;
		const kind = (extents.kind[extent] as number) & EXTENT.KIND;
		const start = extents.start[extent] as number;
		const length = extents.length[extent] as number;
		const space = extents.spaces[extents.space[extent] as number] as SpaceId;
		const logical = () =>
			extents.fileEnd(extent, columns.size[row] as number) - (extents.offset[extent] as number);
		if (kind === HOLE) columns.holes[row] = (columns.holes[row] as number) + logical();
		else if (kind === FRAGMENT) columns.packed[row] = (columns.packed[row] as number) + logical();
		else if (kind === COMPRESSED) {
			columns.units[row] = (columns.units[row] as number) + 1;
			columns.largest[row] = Math.max(columns.largest[row] as number, length);
			const algorithm = extents.algorithm[extent] as number;
			if (columns.algorithm[row] !== algorithm && votes <= 0) columns.algorithm[row] = algorithm;
			votes += columns.algorithm[row] === algorithm ? length : -length;
		} else if (kind !== INLINE && space !== PACKED_SPACE && space !== METABOX_SPACE) {
			const end = start + length;
			columns.slack[row] = (columns.slack[row] as number) + roundUp(end, blockSize) - end;
		}
		if (length > 0 && inhabitants.isBehind(row, space, start, start + length)) {
			const weigh = weighOf(space);
			columns.around[row] = (columns.around[row] as number) - weigh(start + length) + weigh(start);
		}
	}
	return columns;
}
