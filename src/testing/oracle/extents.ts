/** Encoded extents: records of 4, 8, 16 or 32 bytes with byte addresses. */
import type { Inode } from "./inode";
import { advise, type MapHeader } from "./map-header";
import { roundUp, Unsound, unitsIn } from "./space";
import type { BlockUnit, Unit } from "./unit";

export interface ExtentTable {
	/** Where the records begin. */
	readonly at: number;
	/** The address of the first unit, when records have none: 8 bytes in front of them. */
	readonly baseAt: number | undefined;
	readonly recordSize: number;
	readonly count: number;
}

const SIZE_MASK = 2 ** 21 - 1;
const PARTIAL = 2 ** 27;

export function extentTableOf({ size, home }: Inode, header: MapHeader): ExtentTable {
	const recordSize = 4 << ((header.advise >> 1) & 3);
	const start = roundUp(header.end, recordSize);
	const hasBase = recordSize === 4;
	const at = hasBase ? start + 8 : start;
	const count =
		recordSize < 16 ? unitsIn(size, header.lclusterSize) : header.low + header.high * 2 ** 32;
	home.slice(at, at + count * recordSize);
	return { at, baseAt: hasBase ? start : undefined, recordSize, count };
}

/** The fields of a record that are there at its size. */
interface Extent {
	readonly word: number;
	/** Byte address; undefined: behind the unit before. */
	readonly address: number | undefined;
	readonly logical: number;
}

function readExtents({ home }: Inode, header: MapHeader, table: ExtentTable): Extent[] {
	const { recordSize } = table;
	const wide = (at: number) => home.u32(at) + home.u32(at + 4) * 2 ** 32;
	return Array.from({ length: table.count }, (_, i) => {
		const at = table.at + recordSize * i;
		const address = [undefined, home.u32(at + 4), wide(at + 4)][Math.min(recordSize >> 3, 2)];
		const start = recordSize === 32 ? wide(at + 12) : recordSize === 16 ? home.u32(at + 12) : 0;
		return {
			word: home.u32(at),
			address,
			logical: recordSize < 16 ? i * header.lclusterSize : start,
		};
	});
}

export function extentUnits(inode: Inode, header: MapHeader, blockSize: number): Unit[] {
	const table = extentTableOf(inode, header);
	const extents = readExtents(inode, header, table);
	const isInterlaced = (header.advise & advise.INTERLACED_PCLUSTER) !== 0;
	let next = table.baseAt === undefined ? 0 : Number(inode.home.u64(table.baseAt));
	return extents.map(({ word, address, logical }, i) => {
		const end = extents[i + 1]?.logical ?? Number(inode.size);
		if (end < logical) throw new Unsound(`nid ${inode.nid}: extent ${i} ends before it begins`);
		const piece = { logical, length: end - logical };
		if (i === extents.length - 1 && header.advise & advise.FRAGMENT_PCLUSTER)
			return { ...piece, where: "packed", at: word + fragmentHigh(inode, table, i) };
		const size = word & SIZE_MASK;
		const at = address ?? next;
		next = at + size;
		if (size === 0) return { ...piece, where: "nowhere" };
		const format = word >>> 28;
		return {
			...piece,
			where: "blocks",
			at,
			size,
			algorithm: format === 0 ? undefined : format - 1,
			partial: (word & PARTIAL) !== 0,
			interlaced: isInterlaced && at % blockSize === 0 && size % blockSize === 0,
			byteGranular: true,
		} satisfies BlockUnit;
	});
}

/** The word of a fragment is the low half of its offset, the low address the high half. */
const fragmentHigh = ({ home }: Inode, { at, recordSize }: ExtentTable, i: number) =>
	recordSize === 4 ? 0 : home.u32(at + recordSize * i + 4) * 2 ** 32;
