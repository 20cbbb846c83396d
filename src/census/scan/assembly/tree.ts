/**
 * The columns of the tree that grows (census/tree.ts), which lie in this memory: the other side tells
 * where, and how many rows there are.
 */
import {
	AT_TREE,
	NONE,
	TREE_ENTRY_INODE,
	TREE_ENTRY_NAMESTART,
	TREE_INODE_FORM,
	TREE_INODE_MODE,
	TREE_INODE_NAMES,
	TREE_INODE_PLACE,
} from "./constants";

/** Entries and inodes there is room for, and bytes of names. */
export let entryRoom: u32 = 0;
export let inodeRoom: u32 = 0;
export let nameRoom: u32 = 0;
/** Chains of the index of nids, less one. */
export let chains: u32 = 0;
/** Rows that are there. */
export let entries: u32 = 0;
export let inodes: u32 = 0;

export function openTree(entry: u32, inode: u32, name: u32, heads: u32): void {
	entryRoom = entry;
	inodeRoom = inode;
	nameRoom = name;
	chains = heads - 1;
}

/** Somebody else may have added some. */
export function setCounts(entry: u32, inode: u32): void {
	entries = entry;
	inodes = inode;
}

/** First byte of a column. */
export function column(which: u32): usize {
	return load<u32>(AT_TREE + ((which as usize) << 2));
}

/** The tree may do without some. */
export function hasColumn(which: u32): bool {
	return column(which) !== 0;
}

export function get32(which: u32, row: u32): u32 {
	return load<u32>(column(which) + ((row as usize) << 2));
}

export function set32(which: u32, row: u32, value: u32): void {
	store<u32>(column(which) + ((row as usize) << 2), value);
}

export function set16(which: u32, row: u32, value: u32): void {
	store<u16>(column(which) + ((row as usize) << 1), value as u16);
}

export function formOf(inode: u32): u32 {
	return load<u16>(column(TREE_INODE_FORM) + ((inode as usize) << 1));
}

export function modeOf(inode: u32): u32 {
	return load<u16>(column(TREE_INODE_MODE) + ((inode as usize) << 1));
}

/** Where the names of entries from `entry` on begin. */
export function nameStart(entry: u32): u32 {
	return get32(TREE_ENTRY_NAMESTART, entry);
}

/** Entries up to this one are there. */
export function endEntries(entry: u32): void {
	entries = entry;
}

/** A new row, for which there must be room. */
export function addInode(): u32 {
	return inodes++;
}

export function endInodes(inode: u32): void {
	inodes = inode;
}

/** An entry names an inode. */
export function connect(entry: u32, inode: u32): void {
	set32(TREE_ENTRY_INODE, entry, inode);
	set32(TREE_INODE_NAMES, inode, get32(TREE_INODE_NAMES, inode) + 1);
	if (get32(TREE_INODE_PLACE, inode) === NONE) set32(TREE_INODE_PLACE, inode, entry);
}
