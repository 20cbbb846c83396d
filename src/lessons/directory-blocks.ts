/** Directories as a learner looks at them: blocks where they are stored, their entries and names. */
import { type Span, span } from "../base/range";
import { showName } from "../base/text";
import { entryCount, isNameRange, nameEnd, nameStart } from "../erofs/directory-geometry";
import { type Image, sourceOf } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { DIRENT, dirent } from "../erofs/structs/dirent";
import { viewOf } from "../schema/struct";

export interface StoredEntry {
	/** The 12 bytes of it. */
	readonly at: Span;
	readonly nid: bigint;
	/** The field that has the number of the inode, and the one that says where the name starts. */
	readonly nidAt: Span;
	readonly nameoffAt: Span;
	/** First byte of the name and of what follows it, counted from the start of the block. */
	readonly from: number;
	readonly to: number;
	readonly nameAt: Span;
	readonly name: string;
	readonly raw: Uint8Array;
}

export interface StoredBlock {
	readonly at: Span;
	readonly bytes: Uint8Array;
	readonly entries: readonly StoredEntry[];
}

/** Blocks of a directory that are looked at. */
const MOST_BLOCKS = 64;

/** @returns undefined when they are compressed, in pieces, or too many */
export async function readDirectoryBlocks(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<readonly StoredBlock[] | undefined> {
	const { blockSize } = image.facts;
	if (inode.size > MOST_BLOCKS * blockSize) return undefined;
	const map = await loadMap(image, inode, signal);
	const blocks: StoredBlock[] = [];
	for await (const { kind, at, start, end } of extents(map, 0, inode.size, signal)) {
		const source = at && sourceOf(image, at.space);
		if (!at || !source || (kind !== "data" && kind !== "inline")) return undefined;
		for (let from = start; from < end; from += blockSize) {
			const first = at.start + from - start;
			const last = first + Math.min(blockSize, end - from);
			blocks.push(blockOf(await source.read(first, last, signal), span(at.space, first, last)));
		}
	}
	return blocks;
}

function blockOf(bytes: Uint8Array, at: Span): StoredBlock {
	const view = viewOf(bytes);
	const { length } = bytes;
	const count = entryCount(view, 0, length);
	const inBlock = (start: number, end: number) => span(at.space, at.start + start, at.start + end);
	const entries = Array.from({ length: count }, (_, i): StoredEntry => {
		const start = i * DIRENT;
		const from = nameStart(view, 0, i);
		const to = nameEnd(view, 0, length, i, count);
		const raw = isNameRange(from, to, count, length) ? bytes.subarray(from, to) : new Uint8Array();
		const { nid, nameoff } = dirent.at;
		return {
			at: inBlock(start, start + DIRENT),
			nid: view.getBigUint64(start + nid, true),
			nidAt: inBlock(start + nid, start + nid + 8),
			nameoffAt: inBlock(start + nameoff, start + nameoff + 2),
			from,
			to,
			nameAt: inBlock(from, to),
			name: showName(raw),
			raw,
		};
	});
	return { at, bytes, entries };
}
