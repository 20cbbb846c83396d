/** From the entries of an index, one for each logical cluster, to the units between heads. */
import type { Inode } from "./inode";
import { advise, type MapHeader } from "./map-header";
import { Unsound } from "./space";
import type { Unit } from "./unit";

export const PLAIN = 0;
export const HEAD1 = 1;
export const NONHEAD = 2;
/** In the first NONHEAD behind a head: the other bits count the blocks of the pcluster. */
export const CBLKCNT = 0x800;

export interface LCluster {
	readonly type: number;
	/** Of a head: the byte of this logical cluster at which its unit begins. */
	readonly offset: number;
	/** Of a head: the block of its pcluster. */
	readonly block: number;
	/** Of a NONHEAD that says it: how many blocks the pcluster has. */
	readonly blocks: number | undefined;
	/** Of a head: only the first part of the decoded bytes is used. */
	readonly partial: boolean;
}

export interface Index {
	readonly at: number;
	/** Behind the last entry, or the pack that holds it; an inline unit lies here. */
	readonly end: number;
	readonly lclusters: readonly LCluster[];
}

/** Where a head begins a unit, and how many bytes of the file it gives. */
interface HeadPiece {
	readonly lcn: number;
	readonly logical: number;
	readonly length: number;
	readonly isLast: boolean;
}

/** In order; together they are the whole file. @throws Unsound when they are not */
export function indexedUnits(
	inode: Inode,
	header: MapHeader,
	index: Index,
	blockSize: number,
): Unit[] {
	const pieces = headPieces(index, header.lclusterSize, Number(inode.size));
	if (pieces[0]?.logical !== 0 || pieces.some(({ length }) => length <= 0))
		throw new Unsound(`nid ${inode.nid}: its heads do not follow one another from 0`);
	return pieces.map((piece) => unitOf(inode, header, index, blockSize, piece));
}

/** A unit goes from its head to the next head, the last one to the end of the file. */
function headPieces({ lclusters }: Index, lclusterSize: number, size: number): HeadPiece[] {
	const starts = lclusters.map(({ offset }, lcn) => lcn * lclusterSize + offset);
	// A head at the end of the file only ends the unit in front of it.
	const heads = [...lclusters.keys()].filter(
		(lcn) => lclusters[lcn]?.type !== NONHEAD && (starts[lcn] ?? size) < size,
	);
	return heads.map((lcn, i) => {
		const logical = starts[lcn] ?? 0;
		const next = starts[heads[i + 1] ?? -1] ?? size;
		return { lcn, logical, length: next - logical, isLast: i === heads.length - 1 };
	});
}

function unitOf(
	inode: Inode,
	header: MapHeader,
	index: Index,
	blockSize: number,
	{ lcn, logical, length, isLast }: HeadPiece,
): Unit {
	const head = index.lclusters[lcn] as LCluster;
	const piece = { logical, length };
	if (isLast && header.advise & advise.FRAGMENT_PCLUSTER)
		return { ...piece, where: "packed", at: header.low + fragmentHigh(inode, head) };
	const coding = { ...piece, algorithm: algorithmOf(header, head), partial: head.partial };
	if (isLast && header.advise & advise.INLINE_PCLUSTER)
		return { ...coding, where: "inline", at: index.end, size: header.inlineSize };
	// Since Linux 7.2 a pcluster of no blocks is a hole.
	const blocks = blocksOf(header, head, index.lclusters[lcn + 1]);
	if (blocks === 0) return { ...piece, where: "nowhere" };
	return {
		...coding,
		where: "blocks",
		at: head.block * blockSize,
		size: blocks * blockSize,
		interlaced: (header.advise & advise.INTERLACED_PCLUSTER) !== 0,
		byteGranular: false,
	};
}

/** A full index has room for the high half of a fragment's offset. */
const fragmentHigh = ({ layout }: Inode, { block }: LCluster) =>
	layout === "full" ? block * 2 ** 32 : 0;

const algorithmOf = ({ algorithms }: MapHeader, { type }: LCluster) =>
	type === PLAIN ? undefined : algorithms[type === HEAD1 ? 0 : 1];

function blocksOf(header: MapHeader, { type }: LCluster, following: LCluster | undefined): number {
	const flag = type === HEAD1 ? advise.BIG_PCLUSTER_1 : advise.BIG_PCLUSTER_2;
	if (!(header.advise & flag) || following?.type !== NONHEAD) return 1;
	return following.blocks ?? 1;
}
