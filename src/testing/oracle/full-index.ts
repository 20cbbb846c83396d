/** A full index: a record of eight bytes for each logical cluster. */
import type { Inode } from "./inode";
import { CBLKCNT, type Index, type LCluster, NONHEAD } from "./lclusters";
import type { MapHeader } from "./map-header";
import { type Space, unitsIn } from "./space";

const RECORD = 8;
/** Unused bytes between header and first record. */
const GAP = 8;
const PARTIAL_REF = 0x8000;
// Bit 14 marks a hole since Linux 7.2. It names a block all the same, which decodes to zeros.

export function readFullIndex({ home, size }: Inode, header: MapHeader): Index {
	const at = header.end + GAP;
	const end = at + RECORD * unitsIn(size, header.lclusterSize);
	home.slice(at, end);
	const records = Array.from({ length: (end - at) / RECORD }, (_, i) => at + RECORD * i);
	return { at, end, lclusters: records.map((record) => readRecord(home, record)) };
}

function readRecord(home: Space, at: number): LCluster {
	const bits = home.u16(at);
	const delta = home.u16(at + 4);
	return {
		type: bits & 3,
		offset: (bits & 3) === NONHEAD ? 0 : home.u16(at + 2),
		block: home.u32(at + 4),
		blocks: delta & CBLKCNT ? delta & (CBLKCNT - 1) : undefined,
		partial: (bits & PARTIAL_REF) !== 0,
	};
}
