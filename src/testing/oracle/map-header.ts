/** The eight bytes in front of every map of compressed contents. */
import { type Inode, mapHeaderAt } from "./inode";
import type { Volume } from "./volume";

export interface MapHeader {
	readonly at: number;
	/** First byte behind it. */
	readonly end: number;
	/** Where the whole file lies in the packed inode, when there is no map at all. */
	readonly wholeFileFragment: number | undefined;
	/** First four bytes: part of a fragment's offset, or of the number of extents. */
	readonly low: number;
	/** Bytes of a unit behind the index. */
	readonly inlineSize: number;
	readonly advise: number;
	/** Algorithms of HEAD1 and HEAD2. */
	readonly algorithms: readonly [number, number];
	/** The last two bytes as one number: the high half of the number of extents. */
	readonly high: number;
	readonly lclusterSize: number;
	readonly lclusterBits: number;
}

export const advise = {
	/** Of a full index. */
	EXTENTS: 0x01,
	/** Of a compact index. */
	COMPACTED_2B: 0x01,
	BIG_PCLUSTER_1: 0x02,
	BIG_PCLUSTER_2: 0x04,
	INLINE_PCLUSTER: 0x08,
	INTERLACED_PCLUSTER: 0x10,
	FRAGMENT_PCLUSTER: 0x20,
} as const;

const WHOLE_FILE = 1n << 63n;

export function readMapHeader({ blockSize }: Volume, inode: Inode): MapHeader {
	const { home } = inode;
	const at = mapHeaderAt(inode);
	const whole = home.u64(at);
	const lclusterBits = Math.log2(blockSize) + (home.u8(at + 7) & 15);
	return {
		at,
		end: at + 8,
		wholeFileFragment: whole & WHOLE_FILE ? Number(whole ^ WHOLE_FILE) : undefined,
		low: home.u32(at),
		inlineSize: home.u16(at + 2),
		advise: home.u16(at + 4),
		algorithms: [home.u8(at + 6) & 15, home.u8(at + 6) >> 4],
		high: home.u16(at + 6),
		lclusterSize: 2 ** lclusterBits,
		lclusterBits,
	};
}
