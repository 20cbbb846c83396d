/** The names of a tree, in columns: `.` and `..` are left out. */
import { isLoose, ownRoom, type Room, resized, roomFor, sumOfBytes } from "./columns";

/** Bit of `type` for entries that a finding speaks of, or whose inode one does. */
export const BAD = 0x80;
/** The largest type told apart; the format knows eight. */
export const MOST_TYPE = 0x7f;
/** Of a name, so that there is room for most trees at once. */
const NAME_BYTES = 32;

export class Entries {
	count = 0;
	/** Row of the inode it names. */
	inode: Uint32Array<ArrayBuffer>;
	/** dirent file_type as stored, with {@link BAD}. */
	type: Uint8Array<ArrayBuffer>;
	/** Name e is names[nameStart[e] .. nameStart[e + 1]). */
	nameStart: Uint32Array<ArrayBuffer>;
	names: Uint8Array<ArrayBuffer>;
	readonly #room: Room;

	constructor(rows: number, room = ownRoom) {
		this.inode = room.make(Uint32Array, rows);
		this.type = room.make(Uint8Array, rows);
		this.nameStart = room.make(Uint32Array, rows + 1);
		this.names = room.make(Uint8Array, rows * NAME_BYTES);
		this.#room = room;
	}

	name(entry: number): Uint8Array<ArrayBuffer> {
		return this.names.subarray(this.nameStart[entry], this.nameStart[entry + 1]);
	}

	/** Bytes of all names. */
	get nameBytes(): number {
		return this.nameStart[this.count] as number;
	}

	/** A new row, for which there must be room. */
	add(name: Uint8Array, type: number): number {
		const row = this.count++;
		const start = this.nameStart[row] as number;
		this.names.set(name, start);
		this.nameStart[row + 1] = start + name.length;
		this.type[row] = type;
		return row;
	}

	/** Makes room for so many more entries and bytes of names. */
	reserve(entries: number, bytes: number): void {
		const rows = this.count + entries;
		if (rows > this.inode.length) this.#resize(roomFor(rows));
		const end = this.nameBytes + bytes;
		if (end > this.names.length) this.names = resized(this.names, roomFor(end));
	}

	trim(): void {
		const { inode, names, count, nameBytes } = this;
		if (isLoose(inode.length, count) && !this.#room.holds(inode)) this.#resize(count);
		if (isLoose(names.length, nameBytes) && !this.#room.holds(names))
			this.names = resized(names, nameBytes);
	}

	#resize(rows: number): void {
		this.inode = resized(this.inode, rows);
		this.type = resized(this.type, rows);
		this.nameStart = resized(this.nameStart, rows + 1);
	}

	get byteLength(): number {
		const { inode, type, nameStart, names } = this;
		return sumOfBytes([inode, type, nameStart, names]);
	}
}
