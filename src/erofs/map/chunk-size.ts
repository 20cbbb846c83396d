/** What is stored for the contents of a chunk-based inode: each chunk once, holes not at all. */
import type { Exact } from "../../base/exact";
import type { Resident } from "../../base/resident";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { chunksOf } from "./chunk";

/** Entries that are looked at: as many as 256 MiB have in the smallest chunks. */
const MOST_ENTRIES = 1 << 16;

/**
 * Bytes, of an inode with contents; all that it has, holes and all, where its map is longer than
 * can be read by the way. `bytes`: those of the inode's home.
 * @throws Missing; Failure `corrupt` when the map cannot fit there
 */
export function chunkedSize(image: Image, inode: Inode, bytes: Resident): Exact {
	const { chunks, table } = chunksOf(image, inode, bytes);
	const { chunkSize, count } = table;
	if (count > MOST_ENTRIES) return inode.i_size;
	bytes.need([{ start: table.start, end: table.start + count * table.unit }]);
	const met = new Map<number, Set<number>>();
	let stored = 0;
	for (let i = 0; i < count; i++) {
		const { block, device } = chunks.load(i);
		if (block === undefined) continue;
		const there = met.get(device) ?? new Set();
		if (there.has(block)) continue;
		met.set(device, there.add(block));
		// The last one ends with the contents.
		stored += Math.min(chunkSize, inode.size - i * chunkSize);
	}
	return stored;
}
