/** How much of an image is metadata: what a walk over its tree cannot do without. */

import type { Span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { openFile } from "../erofs/data";
import { inodesOf } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { chunkTable } from "../erofs/map/chunk";
import { extents } from "../erofs/map/open";
import { capacityOf } from "../erofs/possible";
import { LAYOUT } from "../erofs/structs/inode";
import { SB_OFFSET } from "../erofs/structs/superblock";
import { SB_SIZE } from "../erofs/superblock";
import { walk } from "../erofs/walk";

/**
 * Bytes of the blocks that hold the superblock, inodes with attributes, directories, and the chunk
 * maps of files larger than all there is: only those tell how much of such a file is stored.
 */
export async function metadataArea(image: Image): Promise<number> {
	const { rootNid, blockSize } = image.facts;
	const blocks = new Set<number>();
	const add = ({ space, start, end }: Span) => {
		if (space !== IMAGE_SPACE) return;
		for (let at = Math.floor(start / blockSize); at * blockSize < end; at++) blocks.add(at);
	};
	const capacity = capacityOf(image);
	const addInode = (inode: Inode) => {
		const { at, bodyEnd, layout, i_size } = inode;
		add({ ...at, end: bodyEnd });
		if (layout !== LAYOUT.CHUNK_BASED || i_size <= capacity) return;
		const { start, unit, count } = chunkTable(image, inode);
		add({ ...at, start, end: start + unit * Number(count) });
	};
	add({ space: IMAGE_SPACE, start: SB_OFFSET, end: SB_OFFSET + SB_SIZE });
	const root = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
	for await (const visit of walk(image, root)) {
		const { directory } = visit;
		addInode(directory);
		for (const inode of await inodesOf(image, visit)) if (inode) addInode(inode);
		const { map } = await openFile(image, directory);
		for await (const { at } of extents(map, 0, directory.size)) if (at) add(at);
	}
	return blocks.size * blockSize;
}
