/** What is stored for the contents of a chunk-based inode: each chunk once, holes not at all. */
import type { Exact } from "../../base/exact";
import type { Resident } from "../../base/resident";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { type ChunkedInode, Chunks, type ChunkTable, chunkTable } from "./chunk";

/** Entries that are looked at: as many as 256 MiB have in the smallest chunks. */
const MOST_ENTRIES = 1 << 16;

/** What of an inode it follows from. */
export type ChunkedFile = ChunkedInode & Pick<Inode, "size">;

/**
 * Bytes, of an inode with contents; all that it has, holes and all, where its map is longer than
 * can be read by the way; none where the map cannot fit. `bytes`: those of the inode's home.
 * @throws Missing
 */
export function chunkedSize(image: Image, file: ChunkedFile, bytes: Resident): Exact {
	const table = chunkTable(image, file);
	const { start, end, count, unit } = table;
	if (end > bytes.size) return 0;
	if (count > MOST_ENTRIES) return file.i_size;
	// All of it at once, wherever it has to come from.
	bytes.seek(start, count * unit);
	const chunks = new Chunks(image.facts).open(table, bytes);
	return ascendingSize(chunks, table, file) ?? differentSize(chunks, table, file);
}

/** Bytes of chunks that lie on one device, each behind the one before, as nearly all do. */
function ascendingSize(chunks: Chunks, table: ChunkTable, file: ChunkedFile): number | undefined {
	let stored = 0;
	let highest = -1;
	let where = -1;
	for (let i = 0; i < table.count; i++) {
		const { block, device } = chunks.load(i);
		if (block === undefined) continue;
		if (stored > 0 && (block <= highest || device !== where)) return undefined;
		highest = block;
		where = device;
		stored += bytesOf(i, table, file);
	}
	return stored;
}

function differentSize(chunks: Chunks, table: ChunkTable, file: ChunkedFile): number {
	const met = new Map<number, Set<number>>();
	let stored = 0;
	for (let i = 0; i < table.count; i++) {
		const { block, device } = chunks.load(i);
		if (block === undefined) continue;
		const there = met.get(device) ?? new Set();
		if (there.has(block)) continue;
		met.set(device, there.add(block));
		stored += bytesOf(i, table, file);
	}
	return stored;
}

/** Of chunk `i`: the last one ends with the contents. */
const bytesOf = (i: number, { chunkSize }: ChunkTable, { size }: ChunkedFile): number =>
	Math.min(chunkSize, size - i * chunkSize);
