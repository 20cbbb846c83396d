/**
 * A compact index: packs of 2 entries in 8 bytes or of 16 in 32. A pack ends with the
 * block from which its heads count on.
 */
import type { Inode } from "./inode";
import { CBLKCNT, type Index, type LCluster, NONHEAD } from "./lclusters";
import { advise, type MapHeader } from "./map-header";
import { type Space, unitsIn } from "./space";
import type { Volume } from "./volume";

interface Pack {
	readonly at: number;
	readonly size: number;
	readonly entries: number;
}

const SMALL = { size: 8, entries: 2 };
const LARGE = { size: 32, entries: 16 };

export function readCompactIndex({ blockSize }: Volume, inode: Inode, header: MapHeader): Index {
	const { home, size } = inode;
	const lclusters: LCluster[] = [];
	let end = header.end;
	// Packs are laid out for as many entries as there are blocks; those behind the last
	// logical cluster mean nothing.
	const wanted = unitsIn(size, header.lclusterSize);
	for (const pack of packsFrom(header, unitsIn(size, blockSize))) {
		if (lclusters.length >= wanted) break;
		lclusters.push(...readPack(home, pack, header));
		end = pack.at + pack.size;
	}
	return { at: header.end, end, lclusters: lclusters.slice(0, wanted) };
}

/** Small packs up to a multiple of 32 bytes, large ones if allowed, small ones for the rest. */
function* packsFrom({ end, advise: flags }: MapHeader, total: number): Generator<Pack> {
	const initial = Math.min(total, ((32 - (end % 32)) / 4) & 7);
	const large = flags & advise.COMPACTED_2B ? Math.floor((total - initial) / 16) * 16 : 0;
	let at = end;
	for (let entry = 0; entry < total; ) {
		const pack = entry >= initial && entry < initial + large ? LARGE : SMALL;
		yield { at, ...pack };
		at += pack.size;
		entry += pack.entries;
	}
}

/** An entry as it is stored; `low` means a different thing in each type. */
interface Entry {
	readonly type: number;
	readonly low: number;
}

function readPack(home: Space, pack: Pack, header: MapHeader): LCluster[] {
	const base = home.u32(pack.at + pack.size - 4);
	const isBig = (header.advise & advise.BIG_PCLUSTER_1) !== 0;
	const entries = readEntries(home, pack, Math.max(header.lclusterBits, 12));
	return entries.map(({ type, low }, i) => ({
		type,
		offset: type === NONHEAD ? 0 : low,
		block: base + (isBig ? blocksBefore(entries, i) : headsUpTo(entries, i)),
		blocks: type === NONHEAD && low & CBLKCNT ? low & (CBLKCNT - 1) : undefined,
		partial: false,
	}));
}

/** Entries have the same number of bits each, and fill the pack up to its last four bytes. */
function readEntries(home: Space, { at, size, entries }: Pack, lowBits: number): Entry[] {
	const bits = ((size - 4) * 8) / entries;
	return Array.from({ length: entries }, (_, i) => {
		const bit = i * bits;
		const value = home.u32(at + (bit >> 3)) >>> (bit & 7);
		return { type: (value >> lowBits) & 3, low: value & (2 ** lowBits - 1) };
	});
}

/** Each head has one block, and the base is the block in front of the first. */
const headsUpTo = (entries: readonly Entry[], i: number): number =>
	entries.slice(0, i + 1).filter(({ type }) => type !== NONHEAD).length;

/**
 * With big pclusters the base is the block of the first head. A pcluster counts with the
 * entry that says its number of blocks; a head with another head behind it has one.
 */
function blocksBefore(entries: readonly Entry[], i: number): number {
	let blocks = 0;
	for (let j = 0; j < i; j++) {
		const { type, low } = entries[j] as Entry;
		if (type !== NONHEAD) blocks += entries[j + 1]?.type === NONHEAD ? 0 : 1;
		else if (low & CBLKCNT) blocks += low & (CBLKCNT - 1);
	}
	return blocks;
}
