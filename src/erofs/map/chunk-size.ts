/** What is stored for the contents of a chunk-based inode: each chunk once, holes not at all. */
import type { Exact } from "../../base/exact";
import type { Resident } from "../../base/resident";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { type Chunks, type ChunkTable, chunksOf } from "./chunk";

/** Entries that are looked at: as many as 256 MiB have in the smallest chunks. */
const MOST_ENTRIES = 1 << 16;

/**
 * Bytes, of an inode with contents; all that it has, holes and all, where its map is longer than
 * can be read by the way. `bytes`: those of the inode's home.
 * @throws Missing; Failure `corrupt` when the map cannot fit there
 */
export function chunkedSize(image: Image, inode: Inode, bytes: Resident): Exact {
	const { chunks, table } = chunksOf(image, inode, bytes);
	const { start, count, unit } = table;
	if (count > MOST_ENTRIES) return inode.i_size;
	// All of it at once, wherever it has to come from.
	bytes.seek(start, count * unit);
	return ascendingSize(chunks, table, inode) ?? differentSize(chunks, table, inode);
}

/** Bytes of chunks that lie on one device, each behind the one before, as nearly all do. */
function ascendingSize(chunks: Chunks, table: ChunkTable, inode: Inode): number | undefined {
	let stored = 0;
	let highest = -1;
	let where = -1;
	for (let i = 0; i < table.count; i++) {
		const { block, device } = chunks.load(i);
		if (block === undefined) continue;
		if (stored > 0 && (block <= highest || device !== where)) return undefined;
		highest = block;
		where = device;
		stored += bytesOf(i, table, inode);
	}
	return stored;
}

function differentSize(chunks: Chunks, table: ChunkTable, inode: Inode): number {
	const met = new Map<number, Set<number>>();
	let stored = 0;
	for (let i = 0; i < table.count; i++) {
		const { block, device } = chunks.load(i);
		if (block === undefined) continue;
		const there = met.get(device) ?? new Set();
		if (there.has(block)) continue;
		met.set(device, there.add(block));
		stored += bytesOf(i, table, inode);
	}
	return stored;
}

/** Of chunk `i`: the last one ends with the contents. */
const bytesOf = (i: number, { chunkSize }: ChunkTable, { size }: Inode): number =>
	Math.min(chunkSize, size - i * chunkSize);
