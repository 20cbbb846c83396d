/** Uncompressed contents: which bytes of a file are stored where. Holes have no run. */
import type { Place } from "./claims";
import type { Inode } from "./inode";
import { roundUp, unitsIn } from "./space";
import { resolve, type Volume } from "./volume";

/** Bytes of a file from `logical` on, stored in one piece. */
export interface Run extends Place {
	readonly logical: number;
	/** Stored in the body of the inode, behind its attributes. */
	readonly inline?: true;
}

export function runsOf(volume: Volume, inode: Inode): Run[] {
	switch (inode.layout) {
		case "flat-plain":
			return flatRuns(volume, inode, Number(inode.size));
		case "flat-inline":
			return inlineRuns(volume, inode);
		default:
			return chunkRuns(volume, inode);
	}
}

function flatRuns(volume: Volume, { dataAt }: Inode, size: number): Run[] {
	if (dataAt === undefined || size === 0) return [];
	return runsAt(0, resolve(volume, 0, dataAt, size));
}

/** Whole blocks elsewhere, the last one (often the only one) behind the inode. */
function inlineRuns(volume: Volume, inode: Inode): Run[] {
	const { home, end, size } = inode;
	if (size === 0n) return [];
	const tailAt = (unitsIn(size, volume.blockSize) - 1) * volume.blockSize;
	const tailSize = Number(size - BigInt(tailAt));
	const tail = { space: home.name, start: end, end: end + tailSize };
	return [...flatRuns(volume, inode, tailAt), { ...tail, logical: tailAt, inline: true }];
}

/** Places that follow one another in a file. */
function runsAt(logical: number, places: readonly Place[]): Run[] {
	let at = logical;
	return places.map((place) => {
		const run = { ...place, logical: at };
		at += place.end - place.start;
		return run;
	});
}

export interface ChunkMap {
	readonly at: number;
	readonly entrySize: number;
	readonly count: number;
	/** Bytes of contents for each entry. */
	readonly chunkSize: number;
	readonly hasHighAddress: boolean;
}

export function chunkMapOf({ blockSize }: Volume, { union, end, size }: Inode): ChunkMap {
	const chunkSize = blockSize * 2 ** (union & 31);
	const entrySize = union & 0x20 ? 8 : 4;
	return {
		at: roundUp(end, entrySize),
		entrySize,
		count: unitsIn(size, chunkSize),
		chunkSize,
		hasHighAddress: (union & 0x40) !== 0,
	};
}

function chunkRuns(volume: Volume, inode: Inode): Run[] {
	const map = chunkMapOf(volume, inode);
	inode.home.slice(map.at, map.at + map.count * map.entrySize);
	return Array.from({ length: map.count }, (_, i) => {
		const chunk = readChunk(volume, inode, map, i);
		if (!chunk) return [];
		const logical = i * map.chunkSize;
		const length = Math.min(map.chunkSize, Number(inode.size - BigInt(logical)));
		return runsAt(logical, resolve(volume, chunk.device, chunk.at, length));
	}).flat();
}

/** The device and byte of chunk `i`; undefined: a hole. */
function readChunk({ slots, blockSize }: Volume, { home }: Inode, map: ChunkMap, i: number) {
	const at = map.at + i * map.entrySize;
	const hasDevice = map.entrySize === 8;
	const low = home.u32(hasDevice ? at + 4 : at);
	const high = map.hasHighAddress ? home.u16(at) : 0;
	if (low === 0xffffffff && (!map.hasHighAddress || high === 0xffff)) return undefined;
	const mask = 2 ** Math.ceil(Math.log2(slots.length + 1)) - 1;
	const device = hasDevice ? home.u16(at + 2) & mask : 0;
	return { device, at: (high * 2 ** 32 + low) * blockSize };
}
