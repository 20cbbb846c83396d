/** Every path, and every inode that one leads to. */
import { contentsOf } from "./contents";
import { directoryBlocks } from "./directory";
import { type Inode, isDirectory, readInode } from "./inode";
import type { Volume } from "./volume";

export interface TreeEntry {
	/** One character a byte, without a slash in front; the root is `/`. */
	readonly path: string;
	readonly inode: Inode;
}

const trees = new WeakMap<Volume, readonly TreeEntry[]>();

/** Read once of each volume. Directories are entered once, however many names they have. */
export function readTree(volume: Volume): readonly TreeEntry[] {
	const tree = trees.get(volume) ?? walked(volume);
	trees.set(volume, tree);
	return tree;
}

function walked(volume: Volume): TreeEntry[] {
	const inodes = new Map<bigint, Inode>();
	const inodeOf = (nid: bigint) => {
		const inode = inodes.get(nid) ?? readInode(volume, nid);
		inodes.set(nid, inode);
		return inode;
	};
	const entries: TreeEntry[] = [{ path: "/", inode: inodeOf(volume.rootNid) }];
	const entered = new Set<bigint>();
	// The list grows while it is gone through.
	for (const { path, inode } of entries) {
		if (!isDirectory(inode) || entered.has(inode.nid)) continue;
		entered.add(inode.nid);
		const prefix = path === "/" ? "" : `${path}/`;
		for (const { dirents } of directoryBlocks(contentsOf(volume, inode), volume.blockSize))
			for (const { name, nid } of dirents)
				if (name !== "." && name !== "..")
					entries.push({ path: prefix + name, inode: inodeOf(nid) });
	}
	return entries;
}
