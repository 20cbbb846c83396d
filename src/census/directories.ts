/** The directories of a tree that were entered, in columns. */
import { resized, roomFor, sumOfBytes } from "./columns";

export class Directories {
	count = 0;
	/** Those that have all of their entries: all but the newest. */
	complete = 0;
	inode: Uint32Array<ArrayBuffer>;
	/** The entry it was entered by; NONE for where the tree begins, and where that is not known. */
	entry: Uint32Array<ArrayBuffer>;
	/** Its entries are rows first[d] to first[d + 1] - 1. */
	first: Uint32Array<ArrayBuffer>;
	/** All directories below are rows d + 1 to end[d] - 1. */
	end: Uint32Array<ArrayBuffer>;

	constructor(rows: number) {
		this.inode = new Uint32Array(rows);
		this.entry = new Uint32Array(rows);
		this.first = new Uint32Array(rows + 1);
		this.end = new Uint32Array(rows);
	}

	/** A new row, whose entries will follow those of the one before. */
	add(inode: number, entry: number): number {
		const row = this.count++;
		if (row >= this.inode.length) this.#resize(roomFor(this.count));
		this.inode[row] = inode;
		this.entry[row] = entry;
		this.first[row + 1] = this.first[row] as number;
		return row;
	}

	/** The newest has all of its entries: they end before this one. */
	finish(entry: number): void {
		this.first[this.count] = entry;
		this.complete = this.count;
	}

	trim(): void {
		this.#resize(this.count);
	}

	#resize(rows: number): void {
		this.inode = resized(this.inode, rows);
		this.entry = resized(this.entry, rows);
		this.first = resized(this.first, rows + 1);
		this.end = resized(this.end, rows);
	}

	get byteLength(): number {
		const { inode, entry, first, end } = this;
		return sumOfBytes([inode, entry, first, end]);
	}
}
