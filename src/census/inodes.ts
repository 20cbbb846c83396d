/** The inodes of a tree, each once however many names it has, in columns. */
import { typeOfMode } from "../erofs/inode-cursor";
import { isCompressed } from "../erofs/structs/inode";
import { isLoose, Narrow, ownRoom, type Room, resized, roomFor, sumOfBytes, Wide } from "./columns";
import { ListedColumns } from "./listed";
import { NidIndex } from "./nid-index";
import { Serials } from "./serials";

/** No row. */
export const NONE = 0xffffffff;

/** Bits of `form`. */
export const FORM = {
	LAYOUT: 0x07,
	/** A directory of the tree, entered once: its place is a row of the directories. */
	ENTERED: 0x08,
	/** A directory that will be entered. */
	WAITING: 0x10,
	/** No inode can be read at the nid: of its columns only that one says anything. */
	UNREADABLE: 0x20,
	/** Some rule of the inode's table does not hold. */
	DOUBTFUL: 0x40,
	/** Its size and what is stored of it are claims that the image cannot hold; or only the latter is. */
	IMPOSSIBLE_SIZE: 0x80,
	IMPOSSIBLE_STORED: 0x100,
	/** A directory with something wrong about its entries or their inodes. */
	BLAMED: 0x200,
	/** It takes 64 bytes, not 32. */
	EXTENDED: 0x400,
	/** Attributes lie behind it. */
	XATTRS: 0x800,
	/** A directory whose size goes on behind its last name. */
	SLACK: 0x1000,
	/** A directory whose entries cannot be read, none of them. */
	UNLISTED: 0x2000,
} as const;

/** Of what can be read: what only a closer look can tell of, or has told. */
export const ODD =
	FORM.DOUBTFUL | FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED | FORM.BLAMED | FORM.SLACK;

export interface TreeColumns {
	/** Of the columns. */
	readonly room?: Room | undefined;
	/** Whether somebody wants lists. */
	readonly isListed?: boolean | undefined;
}

export class Inodes {
	count = 0;
	nid: Wide;
	/** i_size. */
	size: Wide;
	/** i_u with what is above: a first block, a count of blocks, a chunk format, a device number. */
	raw: Wide;
	/** st_mode. */
	mode: Uint16Array<ArrayBuffer>;
	nlink: Narrow;
	/** Layout, and {@link FORM}. */
	form: Uint16Array<ArrayBuffer>;
	/** The entry that named it first, or {@link NONE}; see also `ENTERED`. */
	place: Uint32Array<ArrayBuffer>;
	/** Entries that name it. */
	names: Uint32Array<ArrayBuffer>;
	/** Absent from trees that nobody lists. */
	readonly listed: ListedColumns | undefined;
	/** i_ino. */
	readonly serials = new Serials();
	/** From nids to rows. */
	readonly index: NidIndex;
	readonly #home: Room;

	constructor(rows: number, { room = ownRoom, isListed = true }: TreeColumns = {}) {
		this.nid = new Wide(rows, room);
		this.size = new Wide(rows, room);
		this.raw = new Wide(rows, room);
		this.mode = room.make(Uint16Array, rows);
		this.nlink = new Narrow(rows, room);
		this.form = room.make(Uint16Array, rows);
		this.place = room.make(Uint32Array, rows);
		this.names = room.make(Uint32Array, rows);
		this.listed = isListed ? new ListedColumns(rows, room) : undefined;
		this.index = new NidIndex(rows, room);
		this.#home = room;
	}

	/** Row of the nid with these halves, or -1; those that cannot be read are not found. */
	find(low: number, high: number): number {
		return this.index.find(this.nid, low, high);
	}

	/** Rows that there is room for: as many as are expected, while they are added. */
	get room(): number {
		return this.mode.length;
	}

	/** Makes room for so many more. */
	reserve(inodes: number): void {
		const rows = this.count + inodes;
		if (rows > this.room) this.#resize(roomFor(rows));
	}

	/** Somebody else has added rows, and their nids to the index. */
	tookOver(rows: number): void {
		this.count += rows;
		this.index.count += rows;
	}

	/** A new row, for which there must be room, and a nid that {@link find} does not find. */
	add(low: number, high: number): number {
		const row = this.#addNid(low, high);
		this.index.add(this.nid, row);
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

	/** A new row with all that is known of a row of others, whose nid must be new here. */
	copy(from: Inodes, row: number): number {
		this.reserve(1);
		const { low, high } = from.nid.halves(row);
		if (from.is(row, FORM.UNREADABLE)) return this.addUnreadable(low, high);
		const to = this.add(low, high);
		for (const [i, wide] of this.#wide.entries()) {
			const other = from.#wide[i] as Wide;
			wide.set(to, other.low[row] as number, other.highAt(row));
		}
		this.mode[to] = from.mode[row] as number;
		this.nlink.set(to, from.nlink.at(row));
		if (from.listed) this.listed?.copy(to, from.listed, row);
		this.form[to] = (from.form[row] as number) & ~(FORM.ENTERED | FORM.WAITING);
		return to;
	}

	/** Adds bits of {@link FORM}. */
	mark(row: number, bits: number): void {
		this.form[row] = (this.form[row] as number) | bits;
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

	/** Whether `size` is more than 0. */
	hasSize(row: number): boolean {
		return this.size.low[row] !== 0 || this.size.highAt(row) !== 0;
	}

	/** Whether it has contents, and they are compressed. */
	isCompressed(row: number): boolean {
		return isCompressed(this.layout(row)) && this.hasSize(row);
	}

	trim(): void {
		if (isLoose(this.room, this.count) && !this.#home.holds(this.mode)) this.#resize(this.count);
	}

	#resize(rows: number): void {
		for (const wide of this.#wide) wide.resize(rows);
		this.mode = resized(this.mode, rows);
		this.nlink.resize(rows);
		this.form = resized(this.form, rows);
		this.place = resized(this.place, rows);
		this.names = resized(this.names, rows);
		this.listed?.resize(rows);
		this.index.resize(rows);
	}

	get #wide(): Wide[] {
		return [this.nid, this.size, this.raw];
	}

	get byteLength(): number {
		const { mode, nlink, form, place, names, index, listed } = this;
		const columns = [mode, nlink, form, place, names, index];
		return sumOfBytes([...this.#wide, ...columns, ...(listed ? [listed] : [])]);
	}
}
