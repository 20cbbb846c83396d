/** What is below every directory, by its number: once the census has been taken. */
import { FORM } from "./inodes";
import { sumsBelow } from "./sums-below";
import type { Tree } from "./tree";

/** One row for each directory, by ascending nid. */
export interface BelowColumns {
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Inodes below, each counted once. */
	readonly inodes: Uint32Array<ArrayBuffer>;
	/** Names below beyond the first of each: more hard links. */
	readonly links: Uint32Array<ArrayBuffer>;
	/** Bytes of their contents, and the bytes these occupy. */
	readonly size: BigUint64Array<ArrayBuffer>;
	readonly stored: BigUint64Array<ArrayBuffer>;
}

export function belowOf(tree: Tree): BelowColumns {
	const sums = sumsBelow(tree);
	const names = namesBelow(tree);
	const nids = BigUint64Array.from(sums.inodes, (_, row) => tree.directoryNid(row));
	const nid = nids.toSorted();
	const rowOf = new Map(Array.from(nids, (each, row) => [each, row]));
	const rows = Uint32Array.from(nid, (each) => rowOf.get(each) as number);
	return {
		nid,
		inodes: rows.map((row) => sums.inodes[row] as number),
		links: rows.map((row) => (names[row] as number) - (sums.inodes[row] as number)),
		size: BigUint64Array.from(rows, (row) => sums.size[row] as bigint),
		stored: BigUint64Array.from(rows, (row) => sums.stored[row] as bigint),
	};
}

/** Names below each directory, of inodes that can be read. */
function namesBelow(tree: Tree): Uint32Array<ArrayBuffer> {
	const { directories, entries, inodes } = tree;
	const names = new Uint32Array(directories.count);
	for (let row = directories.count - 1; row >= 0; row--) {
		let sum = names[row] as number;
		for (
			let entry = directories.first[row] as number;
			entry < (directories.first[row + 1] as number);
			entry++
		) {
			if (!inodes.is(entries.inode[entry] as number, FORM.UNREADABLE)) sum++;
		}
		names[row] = sum;
		const around = tree.parentOf(row);
		if (around >= 0) names[around] = (names[around] as number) + sum;
	}
	return names;
}
