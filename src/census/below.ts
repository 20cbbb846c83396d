/** What is below every directory, by its number: once the census has been taken. */
import { sumsBelow } from "./sums-below";
import type { Tree } from "./tree";

/** One row for each directory, by ascending nid. */
export interface BelowColumns {
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Inodes below, each counted once. */
	readonly inodes: Uint32Array<ArrayBuffer>;
	/** Bytes of their contents, and the bytes these occupy. */
	readonly size: BigUint64Array<ArrayBuffer>;
	readonly stored: BigUint64Array<ArrayBuffer>;
}

export function belowOf(tree: Tree): BelowColumns {
	const sums = sumsBelow(tree);
	const nids = BigUint64Array.from(sums.inodes, (_, row) => tree.directoryNid(row));
	const nid = nids.toSorted();
	const rowOf = new Map(Array.from(nids, (each, row) => [each, row]));
	const rows = Uint32Array.from(nid, (each) => rowOf.get(each) as number);
	return {
		nid,
		inodes: rows.map((row) => sums.inodes[row] as number),
		size: BigUint64Array.from(rows, (row) => sums.size[row] as bigint),
		stored: BigUint64Array.from(rows, (row) => sums.stored[row] as bigint),
	};
}
