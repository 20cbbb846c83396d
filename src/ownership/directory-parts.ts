/**
 * What uncompressed directories are made of, from the columns of the census: entries, their names,
 * and what lies behind the last name of each block. Nothing is read for it.
 */
import { kind } from "../erofs/layout/kinds";
import { PADDINGS } from "../erofs/layout/padding";
import { DIRENT } from "../erofs/structs/dirent";
import { blockBytes, LAYOUT } from "../erofs/structs/inode";
import type { Inhabitants } from "./inhabitants";
import type { KindSums } from "./kind-sums";
import { PADDING } from "./kinds";

const ENTRIES = kind("dirent");
const NAMES = kind("dir-name");

/** A piece of a directory, all of whose blocks are taken as they are. */
export interface DirectoryPart {
	/** Entries that it has. */
	readonly dirents: number;
	/** Bytes of their names, and of the piece. */
	readonly nameBytes: number;
	readonly size: number;
}

export function addDirectory(sums: KindSums, { dirents, nameBytes, size }: DirectoryPart): void {
	const entries = dirents * DIRENT;
	sums.add(ENTRIES, entries, undefined);
	sums.add(NAMES, nameBytes, undefined);
	sums.add(PADDING, size - entries - nameBytes, PADDINGS["directory-end"]);
}

/**
 * The last block of a directory of the tree, which may lie behind its inode.
 * @param size its bytes
 * @returns undefined where the census did not take it as it is
 */
export function lastBlock(
	{ tree }: Inhabitants,
	row: number,
	size: number,
): DirectoryPart | undefined {
	const { lastDirents, lastNameBytes } = tree.directories;
	const d = tree.directoryOf(row);
	const dirents = lastDirents[d] ?? 0;
	return dirents > 0 ? { dirents, nameBytes: lastNameBytes[d] as number, size } : undefined;
}

/**
 * The blocks of a directory that lie elsewhere than behind its inode: all of them, or all but the
 * last. Undefined as above, and where they are not `size` bytes in one piece.
 */
export function blocksOf(
	{ tree, image }: Inhabitants,
	row: number,
	size: number,
): DirectoryPart | undefined {
	const { inodes, directories } = tree;
	const d = tree.directoryOf(row);
	const all = directories.dirents[d] ?? 0;
	const layout = inodes.layout(row);
	const isFlat = layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.FLAT_INLINE;
	const bytes = inodes.size.unsigned(row);
	const isWhole = isFlat && size === blockBytes(layout, bytes, image.facts.blockSize);
	if (all === 0 || !isWhole) return undefined;
	const nameBytes = directories.nameBytes[d] as number;
	if (size === bytes) return { dirents: all, nameBytes, size };
	const dirents = all - (directories.lastDirents[d] as number);
	return { dirents, nameBytes: nameBytes - (directories.lastNameBytes[d] as number), size };
}
