/** The inodes of a tree, each once however many names it has, in columns. */
import { typeOfMode } from "../erofs/inode-cursor";
import { isCompressed } from "../erofs/structs/inode";
import { isLoose, ownRoom, type Room, resized, roomFor, sumOfBytes, Wide } from "./columns";
import { NidIndex } from "./nid-index";

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
	/** `size` and `stored` are claims that the image cannot hold; or only `stored` is. */
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

export class Inodes {
	count = 0;
	nid: Wide;
	/** i_size. */
	size: Wide;
	/** Bytes the contents occupy, see erofs/stored-size.ts. */
	stored: Wide;
	/** Seconds since 1970, signed. */
	mtime: Wide;
	/** i_u with what is above: a first block, a count of blocks, a chunk format, a device number. */
	raw: Wide;
	/** st_mode. */
	mode: Uint16Array<ArrayBuffer>;
	uid: Uint32Array<ArrayBuffer>;
	gid: Uint32Array<ArrayBuffer>;
	nlink: Uint32Array<ArrayBuffer>;
	/** Layout, and {@link FORM}. */
	form: Uint16Array<ArrayBuffer>;
	/** The entry that named it first, or {@link NONE}; see also `ENTERED`. */
	place: Uint32Array<ArrayBuffer>;
	/** Entries that name it. */
	names: Uint32Array<ArrayBuffer>;
	/** i_ino. */
	ino: Uint32Array<ArrayBuffer>;
	/** From nids to rows. */
	readonly index: NidIndex;
	readonly #home: Room;

	constructor(rows: number, room = ownRoom) {
		this.nid = new Wide(rows, room);
		this.size = new Wide(rows, room);
		this.stored = new Wide(rows, room);
		this.mtime = new Wide(rows, room);
		this.raw = new Wide(rows, room);
		this.mode = room.make(Uint16Array, rows);
		this.uid = room.make(Uint32Array, rows);
		this.gid = room.make(Uint32Array, rows);
		this.nlink = room.make(Uint32Array, rows);
		this.form = room.make(Uint16Array, rows);
		this.place = room.make(Uint32Array, rows);
		this.names = room.make(Uint32Array, rows);
		this.ino = room.make(Uint32Array, rows);
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
		this.uid[to] = from.uid[row] as number;
		this.gid[to] = from.gid[row] as number;
		this.nlink[to] = from.nlink[row] as number;
		this.ino[to] = from.ino[row] as number;
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
		this.uid = resized(this.uid, rows);
		this.gid = resized(this.gid, rows);
		this.nlink = resized(this.nlink, rows);
		this.form = resized(this.form, rows);
		this.place = resized(this.place, rows);
		this.names = resized(this.names, rows);
		this.ino = resized(this.ino, rows);
		this.index.resize(rows);
	}

	get #wide(): Wide[] {
		return [this.nid, this.size, this.stored, this.mtime, this.raw];
	}

	get byteLength(): number {
		const { mode, uid, gid, nlink, form, place, names, ino } = this;
		const columns = [mode, uid, gid, nlink, form, place, names, ino];
		return sumOfBytes([...this.#wide, ...columns, this.index]);
	}
}
