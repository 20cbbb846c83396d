/**
 * Compact index (format section 12): entries of 16 or 14 bits packed with a
 * shared base block address.
 *
 *   | 4-byte packs until 32-byte aligned | 2-byte packs | 4-byte packs |
 *
 * A 4-byte pack is 2 entries in 8 bytes, a 2-byte pack 16 entries in 32 bytes;
 * the last 4 bytes of a pack are the base address. Entries count blocks.
 */
import { roundDown, type Span, span } from "../../base/range";
import { viewOf } from "../../schema/struct";
import type { Inode } from "../inode";
import { readMeta } from "../read";
import { ADVISE, CBLKCNT, LCLUSTER } from "../structs/zmap";
import type { Header } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";

export interface PackPlace {
	/** First byte of the pack. */
	readonly start: number;
	/** Bytes of the pack: 8 or 32. */
	readonly size: number;
	/** Entries in it: 2 or 16. */
	readonly entries: number;
	/** Which of them. */
	readonly index: number;
}

/** Where the entry of logical cluster `lcn` is. `total` is the number of blocks of the file. */
export function packPlace(base: number, total: number, twoByte: boolean, lcn: number): PackPlace {
	const initial = Math.min(total, ((32 - (base % 32)) / 4) & 7);
	const middle = twoByte && initial < total ? roundDown(total - initial, 16) : 0;
	let position = base;
	let k = lcn;
	let unit = 4;
	if (k >= initial) {
		position += 4 * initial;
		k -= initial;
		if (k < middle) unit = 2;
		else {
			position += 2 * middle;
			k -= middle;
		}
	}
	position += k * unit;
	const size = unit === 4 ? 8 : 32;
	const start = roundDown(position, size);
	return { start, size, entries: size === 8 ? 2 : 16, index: (position - start) / unit };
}

/** A raw entry: its type and the 12 (or more) low bits. */
export interface PackEntry {
	readonly type: number;
	readonly lo: number;
}

/** All entries of a pack and its base block address. */
export interface Pack {
	readonly entries: readonly PackEntry[];
	readonly base: number;
	readonly at: Span;
}

export function parsePack(
	bytes: Uint8Array,
	entries: number,
	lclusterBits: number,
	at: Span,
): Pack {
	const view = viewOf(bytes);
	const bits = ((bytes.length - 4) * 8) / entries;
	const lobits = Math.max(lclusterBits, 12);
	const list: PackEntry[] = [];
	for (let i = 0; i < entries; i++) {
		// An entry never spans more than 3 bytes; reading 4 stays inside the pack (base follows).
		const bit = i * bits;
		const value = view.getUint32(bit >>> 3, true) >>> (bit & 7);
		list.push({ type: (value >>> lobits) & 3, lo: value & ((1 << lobits) - 1) });
	}
	return { entries: list, base: view.getUint32(bytes.length - 4, true), at };
}

/** Blocks to add to the base for the head at `index`, when every unit is one block. */
function smallDistance(pack: Pack, index: number): number {
	let n = 1;
	let j = index;
	while (j > 0) {
		j--;
		const entry = pack.entries[j] as PackEntry;
		if (entry.type === LCLUSTER.NONHEAD) j -= entry.lo;
		if (j >= 0) n++;
	}
	return n;
}

/** The same with big units, whose lengths are recorded behind their heads. */
function bigDistance(pack: Pack, index: number): number {
	let n = 0;
	let j = index;
	while (j > 0) {
		j--;
		const entry = pack.entries[j] as PackEntry;
		if (entry.type !== LCLUSTER.NONHEAD) n++;
		else if (entry.lo & CBLKCNT) {
			j--;
			n += entry.lo & (CBLKCNT - 1);
		} else j -= Math.max(0, entry.lo - 2); // lands on the entry that holds the count
	}
	return n;
}

/** Clusters back to the head of the NONHEAD at `index`; the last entry of a pack does not say itself. */
function distanceBack(pack: Pack, index: number): number {
	const entry = pack.entries[index] as PackEntry;
	if (entry.lo & CBLKCNT) return 1;
	if (index < pack.entries.length - 1) return entry.lo;
	const before = pack.entries[index - 1] as PackEntry;
	if (before.type !== LCLUSTER.NONHEAD) return 1;
	return before.lo & CBLKCNT ? 2 : before.lo + 1;
}

/** Clusters on to the next head; at least 1, and exact unless the stored hint saturated. */
function distanceForward(pack: Pack, index: number): number {
	const last = pack.entries.length - 1;
	for (let i = index + 1; i <= last; i++) {
		if ((pack.entries[i] as PackEntry).type !== LCLUSTER.NONHEAD) return i - index;
	}
	const hint = (pack.entries[last] as PackEntry).lo;
	return last - index + (hint & CBLKCNT ? 0 : hint) || 1;
}

export function packLcluster(pack: Pack, index: number, big: boolean): Lcluster {
	const { type, lo } = pack.entries[index] as PackEntry;
	const flags = { partial: false, hole: false, at: pack.at };
	if (type !== LCLUSTER.NONHEAD) {
		const distance = big ? bigDistance(pack, index) : smallDistance(pack, index);
		return { type, clusterofs: lo, block: pack.base + distance, back: 0, forward: 0, ...flags };
	}
	return {
		type,
		clusterofs: 0,
		block: 0,
		back: distanceBack(pack, index),
		forward: distanceForward(pack, index),
		...flags,
		...(lo & CBLKCNT ? { unitBlocks: lo & (CBLKCNT - 1) } : {}),
	};
}

export function compactIndex(inode: Inode, header: Header): LclusterIndex {
	const { blockSize } = inode.context;
	const count = Math.ceil(inode.size / 2 ** header.lclusterBits);
	const total = Math.ceil(inode.size / blockSize);
	const base = header.at.end;
	const twoByte = (header.advise & ADVISE.COMPACTED_2B) !== 0;
	const big = (header.advise & ADVISE.BIG_PCLUSTER_1) !== 0;
	const about = { structure: "compact lcluster pack", nid: inode.nid };
	let pack: Pack | undefined;

	return {
		count,
		async load(lcn, signal) {
			const place = packPlace(base, total, twoByte, lcn);
			if (pack?.at.start !== place.start) {
				const end = place.start + place.size;
				const bytes = await readMeta(inode.home, place.start, end, about, signal);
				const at = span(inode.home.space, place.start, end);
				pack = parsePack(bytes, place.entries, header.lclusterBits, at);
			}
			return packLcluster(pack, place.index, big);
		},
	};
}
