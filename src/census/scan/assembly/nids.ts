/** From nids to rows, by the index that both sides share (census/nid-index.ts): of those below 2^32. */
import { NID_PAGE_BITS, TREE_INDEX_HEADS, TREE_INDEX_NEXT, TREE_INODE_NID } from "./constants";
import { chains, get32, set32 } from "./tree";

export const NO_ROW: u32 = 0xffffffff;

function chainOf(nid: u32): u32 {
	return (nid + (nid >> NID_PAGE_BITS)) & chains;
}

/** Row of a nid, or none. */
export function find(nid: u32): u32 {
	let at = get32(TREE_INDEX_HEADS, chainOf(nid));
	while (at !== 0) {
		const row = at - 1;
		if (get32(TREE_INODE_NID, row) === nid) return row;
		at = get32(TREE_INDEX_NEXT, row);
	}
	return NO_ROW;
}

/** Adds a row whose nid is in its column. */
export function index(row: u32, nid: u32): void {
	const chain = chainOf(nid);
	set32(TREE_INDEX_NEXT, row, get32(TREE_INDEX_HEADS, chain));
	set32(TREE_INDEX_HEADS, chain, row + 1);
}
