/**
 * What is known of a tree, in columns: directories, the entries in them, and the inodes these
 * name. Rows are numbers and are never taken away; everyone who needs the tree reads these
 * columns, also while they grow. The arrays are replaced as they grow: do not hold on to them.
 *
 *   entry  ->  inode it names; the directory it is in follows from its row
 *   inode  ->  place: the entry that named it first, or its row among the directories
 *   directory  ->  inode, the entry it was entered by, and its own entries: consecutive rows
 *
 * When a pass over the whole tree made them (census.ts), parents come before children, and all
 * directories below one are consecutive too, as are therefore all entries below it.
 */
import { concat } from "../base/text";
import { halvesOf } from "./columns";
import { Directories } from "./directories";
import { Entries } from "./entries";
import { FORM, Inodes, NONE, type TreeColumns } from "./inodes";

const SLASH = Uint8Array.of(0x2f);

export class Tree {
	readonly entries: Entries;
	readonly inodes: Inodes;
	readonly directories: Directories;
	/** Path of where the tree begins: raw bytes with leading slash. */
	readonly path: Uint8Array;

	/**
	 * @param rows of entries and inodes expected; more find room too
	 */
	constructor(rows = 1024, path: Uint8Array = SLASH, columns: TreeColumns = {}) {
		this.entries = new Entries(rows, columns.room);
		this.inodes = new Inodes(rows, columns);
		this.directories = new Directories(64);
		this.path = path;
	}

	/** Row of the inode with this nid, or -1. */
	find(nid: bigint): number {
		const { low, high } = halvesOf(nid);
		const row = this.inodes.find(low, high);
		return row >= 0 ? row : this.#findUnreadable(low, high);
	}

	/** Not many ask, and images that are well have none. */
	#findUnreadable(low: number, high: number): number {
		const { form, nid, count } = this.inodes;
		for (let row = 0; row < count; row++) {
			if (nid.low[row] !== low || nid.highAt(row) !== high) continue;
			if ((form[row] as number) & FORM.UNREADABLE) return row;
		}
		return -1;
	}

	/** Row of a directory by that of its inode, or -1 when it was not entered. */
	directoryOf(inode: number): number {
		return this.inodes.is(inode, FORM.ENTERED) ? (this.inodes.place[inode] as number) : -1;
	}

	/** The entry that names an inode first (a directory: that it was entered by), or NONE. */
	entryOf(inode: number): number {
		const place = this.inodes.place[inode] as number;
		const entered = this.inodes.is(inode, FORM.ENTERED);
		return entered ? (this.directories.entry[place] as number) : place;
	}

	/** Row of the directory that directory `d` is in, or -1. */
	parentOf(d: number): number {
		const entry = this.directories.entry[d] as number;
		return entry === NONE ? -1 : this.directories.with(entry);
	}

	/** Entries before this one are connected with their inodes; those of the newest directory may not be. */
	get settled(): number {
		return this.directories.first[this.directories.complete] as number;
	}

	/** Whether all entries of a directory are there. */
	isSettled(d: number): boolean {
		return d < this.directories.complete;
	}

	directoryNid(d: number): bigint {
		return this.nid(this.directories.inode[d] as number);
	}

	nid(inode: number): bigint {
		return this.inodes.nid.big(inode);
	}

	/** Path of an entry: raw bytes with leading slash. */
	pathOfEntry(entry: number): Uint8Array<ArrayBuffer> {
		const { entries, directories } = this;
		const parts: Uint8Array[] = [];
		// A directory is entered after the one it is in: the rows go down, and so this ends.
		for (let at = entry; at !== NONE; ) {
			parts.push(entries.name(at), SLASH);
			at = directories.entry[directories.with(at)] as number;
		}
		if (this.path.length > 1) parts.push(this.path);
		return concat(parts.reverse());
	}

	/** Path of a directory; of one without a known entry, where the tree begins. */
	pathOfDirectory(d: number): Uint8Array<ArrayBuffer> {
		const entry = this.directories.entry[d] as number;
		return entry === NONE ? this.path.slice() : this.pathOfEntry(entry);
	}

	/** Path of an inode by its first name; undefined when it has not been met. */
	pathOf(nid: bigint): Uint8Array<ArrayBuffer> | undefined {
		const inode = this.find(nid);
		if (inode < 0) return undefined;
		const entry = this.entryOf(inode);
		if (entry !== NONE) return this.pathOfEntry(entry);
		return inode === 0 ? this.path.slice() : undefined;
	}

	/** A row for a directory, the newest, whose entries will follow all others. */
	enter(inode: number, entry: number): number {
		const { directories, inodes } = this;
		const directory = directories.add(inode, entry);
		inodes.form[inode] = ((inodes.form[inode] as number) & ~FORM.WAITING) | FORM.ENTERED;
		inodes.place[inode] = directory;
		return directory;
	}

	/** Takes over the first directory of another tree, unless it is here already. */
	absorb(other: Tree): void {
		const own = this.#rowFor(other, other.directories.inode[0] as number);
		if (this.inodes.is(own, FORM.ENTERED)) return;
		this.enter(own, this.entryOf(own));
		const end = other.directories.first[1] as number;
		this.entries.reserve(end, other.entries.nameStart[end] as number);
		for (let entry = 0; entry < end; entry++) {
			const inode = this.#rowFor(other, other.entries.inode[entry] as number);
			const row = this.entries.add(other.entries.name(entry), other.entries.type[entry] as number);
			this.entries.inode[row] = inode;
			this.inodes.names[inode] = (this.inodes.names[inode] as number) + 1;
			if (this.inodes.place[inode] === NONE) this.inodes.place[inode] = row;
		}
		this.directories.finish(this.entries.count);
	}

	#rowFor(other: Tree, inode: number): number {
		const { low, high } = other.inodes.nid.halves(inode);
		const known = this.inodes.find(low, high);
		return known >= 0 ? known : this.inodes.copy(other.inodes, inode);
	}

	/** Gives back the room that nothing has grown into. */
	trim(): void {
		this.entries.trim();
		this.inodes.trim();
		this.directories.trim();
	}

	get byteLength(): number {
		return this.entries.byteLength + this.inodes.byteLength + this.directories.byteLength;
	}
}
