/** The directories of a tree that were entered, in columns. */
import { resized, roomFor, sumOfBytes } from "./columns";

/** Entries as they are stored. */
export interface EntryCount {
	dirents: number;
	/** Bytes of their names. */
	nameBytes: number;
}

/** Of the blocks of a directory. */
export interface StoredEntries {
	readonly all: Readonly<EntryCount>;
	readonly last: Readonly<EntryCount>;
	/** Bytes behind all that lies together with its inode that are known to be zero. */
	readonly zeros: number;
}

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
	/**
	 * Entries that are stored in its blocks, `.` and `..` among them, and bytes of their names; of
	 * these, in the last block. All 0 where the blocks were not taken as they are.
	 */
	dirents: Uint32Array<ArrayBuffer>;
	nameBytes: Uint32Array<ArrayBuffer>;
	lastDirents: Uint32Array<ArrayBuffer>;
	lastNameBytes: Uint32Array<ArrayBuffer>;
	/** Bytes behind all that lies together with the inode, in the same block, that are known to be zero. */
	zeros: Uint16Array<ArrayBuffer>;

	constructor(rows: number) {
		this.inode = new Uint32Array(rows);
		this.entry = new Uint32Array(rows);
		this.first = new Uint32Array(rows + 1);
		this.end = new Uint32Array(rows);
		this.dirents = new Uint32Array(rows);
		this.nameBytes = new Uint32Array(rows);
		this.lastDirents = new Uint32Array(rows);
		this.lastNameBytes = new Uint32Array(rows);
		this.zeros = new Uint16Array(rows);
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

	/** Row of the directory that an entry is in, which may be the newest. */
	with(entry: number): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = (low + high) >>> 1;
			// Those without entries begin where the next one does.
			if ((this.first[middle] as number) <= entry) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	/** The newest has all of its entries: they end before this one. */
	finish(entry: number): void {
		this.first[this.count] = entry;
		this.complete = this.count;
	}

	/** What the blocks of the newest are made of. */
	setStored({ all, last, zeros }: StoredEntries): void {
		const row = this.count - 1;
		this.dirents[row] = all.dirents;
		this.nameBytes[row] = all.nameBytes;
		this.lastDirents[row] = last.dirents;
		this.lastNameBytes[row] = last.nameBytes;
		this.zeros[row] = zeros;
	}

	trim(): void {
		this.#resize(this.count);
	}

	#resize(rows: number): void {
		this.inode = resized(this.inode, rows);
		this.entry = resized(this.entry, rows);
		this.first = resized(this.first, rows + 1);
		this.end = resized(this.end, rows);
		this.dirents = resized(this.dirents, rows);
		this.nameBytes = resized(this.nameBytes, rows);
		this.lastDirents = resized(this.lastDirents, rows);
		this.lastNameBytes = resized(this.lastNameBytes, rows);
		this.zeros = resized(this.zeros, rows);
	}

	get byteLength(): number {
		const { inode, entry, first, end, dirents, nameBytes, lastDirents, lastNameBytes, zeros } =
			this;
		const stored = [dirents, nameBytes, lastDirents, lastNameBytes, zeros];
		return sumOfBytes([inode, entry, first, end, ...stored]);
	}
}
