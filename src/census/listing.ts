/** Entries of a tree as rows for others: one typed array per attribute, names in one arena. */
import { compareBytes } from "../base/text";
import type { Wide } from "./columns";
import { BAD, MOST_TYPE } from "./entries";
import { FORM } from "./inodes";
import { listedOf } from "./listed";
import type { Tree } from "./tree";

/**
 * Rows of a listing, all arrays of `count` entries.
 * Names are raw bytes: they need not be UTF-8.
 */
export interface EntryColumns {
	readonly count: number;
	/** Name i is names[nameStart[i] .. nameStart[i + 1]). */
	readonly names: Uint8Array<ArrayBuffer>;
	readonly nameStart: Uint32Array<ArrayBuffer>;
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Index into TYPE_NAMES. */
	readonly type: Uint8Array<ArrayBuffer>;
	/** st_mode, type bits included. */
	readonly mode: Uint16Array<ArrayBuffer>;
	readonly uid: Uint32Array<ArrayBuffer>;
	readonly gid: Uint32Array<ArrayBuffer>;
	readonly nlink: Uint32Array<ArrayBuffer>;
	/** Bytes of contents (i_size). */
	readonly size: BigUint64Array<ArrayBuffer>;
	/** Bytes the contents occupy in the image. */
	readonly stored: BigUint64Array<ArrayBuffer>;
	/** 0 where that is not known: the inode cannot be read, or claims more than the image can hold. */
	readonly storedKnown: Uint8Array<ArrayBuffer>;
	/** Seconds since 1970. */
	readonly mtime: BigInt64Array<ArrayBuffer>;
	/** 0 where the inode could not be read: of mode to mtime nothing is known there. */
	readonly known: Uint8Array<ArrayBuffer>;
	/** 1 where a finding was raised for the entry or its inode. */
	readonly bad: Uint8Array<ArrayBuffer>;
}

/** The entries of a directory, in stored order. */
export function listing(tree: Tree, directory: number): EntryColumns {
	const { first } = tree.directories;
	const start = first[directory] as number;
	const count = (first[directory + 1] as number) - start;
	const { names, nameStart } = tree.entries;
	const from = nameStart[start] as number;
	return {
		names: names.slice(from, nameStart[start + count]),
		nameStart: nameStart.slice(start, start + count + 1).map((at) => at - from),
		...attributes(tree, count, (i) => start + i),
	};
}

/** Single entries, with their paths for names. */
export function hits(tree: Tree, entries: readonly number[]): EntryColumns {
	const paths = entries.map((entry) => tree.pathOfEntry(entry));
	const nameStart = new Uint32Array(entries.length + 1);
	for (const [i, path] of paths.entries()) {
		nameStart[i + 1] = (nameStart[i] as number) + path.length;
	}
	const names = new Uint8Array(nameStart.at(-1) ?? 0);
	for (const [i, path] of paths.entries()) names.set(path, nameStart[i]);
	return {
		names,
		nameStart,
		...attributes(tree, entries.length, (i) => entries[i] as number),
	};
}

/** Whether names ascend in byte order, as the format wants them; duplicates are allowed. */
export function isSortedByName({ count, names, nameStart }: EntryColumns): boolean {
	const name = (i: number) => names.subarray(nameStart[i], nameStart[i + 1]);
	for (let i = 1; i < count; i++) if (compareBytes(name(i - 1), name(i)) > 0) return false;
	return true;
}

type Attributes = Omit<EntryColumns, "names" | "nameStart">;

function attributes(tree: Tree, count: number, entryAt: (i: number) => number): Attributes {
	const { entries, inodes } = tree;
	const listed = listedOf(inodes);
	const columns = {
		count,
		nid: new BigUint64Array(count),
		type: new Uint8Array(count),
		mode: new Uint16Array(count),
		uid: new Uint32Array(count),
		gid: new Uint32Array(count),
		nlink: new Uint32Array(count),
		size: new BigUint64Array(count),
		stored: new BigUint64Array(count),
		storedKnown: new Uint8Array(count),
		mtime: new BigInt64Array(count),
		known: new Uint8Array(count),
		bad: new Uint8Array(count),
	};
	const nid = new Halved(columns.nid);
	const size = new Halved(columns.size);
	const stored = new Halved(columns.stored);
	const mtime = new Halved(columns.mtime);
	for (let i = 0; i < count; i++) {
		const entry = entryAt(i);
		const inode = entries.inode[entry] as number;
		const form = inodes.form[inode] as number;
		const impossible = form & (FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED);
		const type = entries.type[entry] as number;
		nid.copy(i, inodes.nid, inode);
		size.copy(i, inodes.size, inode);
		mtime.copy(i, listed.mtime, inode);
		if (!impossible) stored.copy(i, listed.stored, inode);
		columns.type[i] = inodes.type(inode) || type & MOST_TYPE;
		columns.mode[i] = inodes.mode[inode] as number;
		columns.uid[i] = listed.uid[inode] as number;
		columns.gid[i] = listed.gid[inode] as number;
		columns.nlink[i] = inodes.nlink.at(inode);
		columns.known[i] = form & FORM.UNREADABLE ? 0 : 1;
		columns.storedKnown[i] = form & FORM.UNREADABLE || impossible ? 0 : 1;
		columns.bad[i] = type & BAD || impossible ? 1 : 0;
	}
	return columns;
}

/** A column of 64 bits written in halves, without a bigint for each: the lower half comes first. */
class Halved {
	readonly #halves: Uint32Array;

	constructor({ buffer }: BigUint64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>) {
		this.#halves = new Uint32Array(buffer);
	}

	copy(row: number, from: Wide, at: number): void {
		this.#halves[2 * row] = from.low[at] as number;
		this.#halves[2 * row + 1] = from.highAt(at);
	}
}
