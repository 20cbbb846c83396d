/** The inodes of a tree, each once however many names it has, in columns. */
import { typeOfMode } from "../erofs/inode-cursor";
import { isLoose, resized, roomFor, sumOfBytes, Wide } from "./columns";
import { NidIndex } from "./nid-index";

/** No row. */
export const NONE = 0xffffffff;

/** Bits of `form`. */
export const FORM = {
	LAYOUT: 0x07,
	EXTENDED: 0x08,
	/** A directory of the tree, entered once: its place is a row of the directories. */
	ENTERED: 0x10,
	/** No inode can be read at the nid: of its columns only that one says anything. */
	UNREADABLE: 0x20,
	/** Some rule of the inode's table does not hold. */
	DOUBTFUL: 0x40,
	/** A directory that will be entered. */
	WAITING: 0x80,
} as const;

export class Inodes {
	count = 0;
	nid: Wide;
	/** i_size. */
	size: Wide;
	/** Bytes the contents occupy, see erofs/stored-size.ts. */
	stored: Wide;
	/** Seconds since 1970, signed. */
	mtime: Wide;
	/** st_mode. */
	mode: Uint16Array<ArrayBuffer>;
	uid: Uint32Array<ArrayBuffer>;
	gid: Uint32Array<ArrayBuffer>;
	nlink: Uint32Array<ArrayBuffer>;
	/** Layout, and {@link FORM}. */
	form: Uint8Array<ArrayBuffer>;
	/** The entry that named it first, or {@link NONE}; see also `ENTERED`. */
	place: Uint32Array<ArrayBuffer>;
	/** Entries that name it. */
	names: Uint32Array<ArrayBuffer>;
	readonly #index = new NidIndex();

	constructor(rows: number) {
		this.nid = new Wide(rows);
		this.size = new Wide(rows);
		this.stored = new Wide(rows);
		this.mtime = new Wide(rows);
		this.mode = new Uint16Array(rows);
		this.uid = new Uint32Array(rows);
		this.gid = new Uint32Array(rows);
		this.nlink = new Uint32Array(rows);
		this.form = new Uint8Array(rows);
		this.place = new Uint32Array(rows);
		this.names = new Uint32Array(rows);
		this.#index.resize(rows);
	}

	/** Row of the nid with these halves, or -1; those that cannot be read are not found. */
	find(low: number, high: number): number {
		return this.#index.find(this.nid, low, high);
	}

	/** Makes room for so many more. */
	reserve(inodes: number): void {
		const rows = this.count + inodes;
		if (rows > this.mode.length) this.#resize(roomFor(rows));
	}

	/** A new row, for which there must be room, and a nid that {@link find} does not find. */
	add(low: number, high: number): number {
		const row = this.#addNid(low, high);
		this.#index.add(this.nid, row);
		return row;
	}

	/** The same for a nid that may have any value: nothing can be read there. */
	addUnreadable(low: number, high: number): number {
		const row = this.#addNid(low, high);
		this.form[row] = FORM.UNREADABLE;
		return row;
	}

	#addNid(low: number, high: number): number {
		const row = this.count++;
		this.nid.set(row, low, high);
		this.place[row] = NONE;
		return row;
	}

	/** Whether it has one of the bits of {@link FORM}. */
	is(row: number, bit: number): boolean {
		return ((this.form[row] as number) & bit) !== 0;
	}

	/** FT value by its mode. */
	type(row: number): number {
		return typeOfMode(this.mode[row] as number);
	}

	layout(row: number): number {
		return (this.form[row] as number) & FORM.LAYOUT;
	}

	trim(): void {
		if (isLoose(this.mode.length, this.count)) this.#resize(this.count);
	}

	#resize(rows: number): void {
		for (const wide of [this.nid, this.size, this.stored, this.mtime]) wide.resize(rows);
		this.mode = resized(this.mode, rows);
		this.uid = resized(this.uid, rows);
		this.gid = resized(this.gid, rows);
		this.nlink = resized(this.nlink, rows);
		this.form = resized(this.form, rows);
		this.place = resized(this.place, rows);
		this.names = resized(this.names, rows);
		this.#index.resize(rows);
	}

	get byteLength(): number {
		const { nid, size, stored, mtime, mode, uid, gid, nlink, form, place, names } = this;
		const columns = [nid, size, stored, mtime, mode, uid, gid, nlink, form, place, names];
		return sumOfBytes([...columns, this.#index]);
	}
}
