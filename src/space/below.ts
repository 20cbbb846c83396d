/** Sums over all that is below each directory, each inode counted where its first name is. */
import { NONE } from "../census/inodes";
import type { Tree } from "../census/tree";

/** Row of the directory in which an inode counts: a directory in itself; -1 without a name. */
export function directoryFor(tree: Tree, inode: number): number {
	const own = tree.directoryOf(inode);
	if (own >= 0) return own;
	const entry = tree.entryOf(inode);
	return entry === NONE ? -1 : tree.directories.with(entry);
}

/** @param of by row of the inode @returns by row of the directory */
export function sumsBelow(tree: Tree, of: (inode: number) => number): Float64Array<ArrayBuffer> {
	const { directories, inodes } = tree;
	const sums = new Float64Array(directories.count);
	for (let inode = 0; inode < inodes.count; inode++) {
		const directory = directoryFor(tree, inode);
		if (directory >= 0) sums[directory] = (sums[directory] as number) + of(inode);
	}
	for (let directory = sums.length - 1; directory > 0; directory--) {
		const above = tree.parentOf(directory);
		if (above >= 0) sums[above] = (sums[above] as number) + (sums[directory] as number);
	}
	return sums;
}

/** Whether inodes are in a directory or below it, the directory itself included. */
export function isBelow(tree: Tree, directory: number): (inode: number) => boolean {
	if (directory === 0) return () => true;
	const end = tree.directories.end[directory] as number;
	return (inode) => {
		const home = directoryFor(tree, inode);
		return home >= directory && home < end;
	};
}
