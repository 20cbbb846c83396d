/**
 * The records of a zip archive of stored (not compressed) entries, after PKWARE's APPNOTE 6.3.10
 * and Info-ZIP's extra fields.
 *
 *   [ local header | name | extra ] contents [ descriptor ]   for each entry
 *   [ central header | name | extra ]                         for each entry
 *   [ zip64 end, its locator ] end
 *
 * Written here and not by a library: those at hand know neither exact times nor owners, and give
 * modes of 0000 a value of their own.
 */
import { utf8Bytes } from "../base/text";

export interface ZipEntry {
	/** Directories end in "/". */
	readonly name: string;
	/** st_mode with type bits. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Seconds since 1970. */
	readonly mtime: number;
	/** Bytes of contents. */
	readonly size: number;
	/** Absent when it is not known before the contents are written: a descriptor follows them. */
	readonly crc?: number;
}

/** An entry that was written. */
interface WrittenEntry extends ZipEntry {
	readonly crc: number;
	/** Byte of the archive at which its local header is. */
	readonly at: number;
	/** Whether a descriptor followed. */
	readonly described: boolean;
}

const MOST_32 = 0xffffffff;
const MOST_16 = 0xffff;

/** Version 4.5, the first with zip64; in a central header with 3 for Unix above. */
const VERSION = 45;
const UNIX = 3 << 8;

const FLAG = { DESCRIPTOR: 1 << 3, UTF8: 1 << 11 } as const;
/** MS-DOS attribute of a directory. */
const DOS_DIRECTORY = 0x10;

/** Little-endian fields one after the other. */
class Fields {
	readonly out: Uint8Array<ArrayBuffer>;
	readonly #view: DataView;
	#at = 0;

	/** @param size bytes of all of them */
	constructor(size: number) {
		this.out = new Uint8Array(size);
		this.#view = new DataView(this.out.buffer);
	}

	u8(...values: number[]): this {
		for (const value of values) this.#view.setUint8(this.#at++, value);
		return this;
	}

	u16(...values: number[]): this {
		for (const value of values) {
			this.#view.setUint16(this.#at, value, true);
			this.#at += 2;
		}
		return this;
	}

	u32(...values: number[]): this {
		for (const value of values) {
			this.#view.setUint32(this.#at, value, true);
			this.#at += 4;
		}
		return this;
	}

	/** Exact to 2^53. */
	u64(...values: number[]): this {
		for (const value of values) this.u32(value % 2 ** 32, Math.floor(value / 2 ** 32));
		return this;
	}

	bytes(bytes: Uint8Array): this {
		this.out.set(bytes, this.#at);
		this.#at += bytes.length;
		return this;
	}
}

const LOCAL = 30;
const CENTRAL = 46;

export function localHeader(entry: ZipEntry): Uint8Array {
	const { size, crc } = entry;
	const name = utf8Bytes(entry.name);
	const known = crc === undefined ? 0 : size;
	const far = size >= MOST_32 ? [known, known] : [];
	const length = far.length ? MOST_32 : known;
	const extra = extraSize(entry, far);
	const fields = new Fields(LOCAL + name.length + extra).u32(0x04034b50).u16(VERSION);
	common(fields, entry, crc !== undefined);
	fields
		.u32(crc ?? 0, length, length)
		.u16(name.length, extra)
		.bytes(name);
	return extraFields(fields, entry, far).out;
}

/** What follows contents whose checksum was not known before. */
export const descriptor = (crc: number, size: number): Uint8Array =>
	size < MOST_32
		? new Fields(16).u32(0x08074b50, crc, size, size).out
		: new Fields(24).u32(0x08074b50, crc).u64(size, size).out;

export function centralHeader(entry: WrittenEntry): Uint8Array {
	const { crc, size, at, mode, described } = entry;
	const name = utf8Bytes(entry.name);
	const far = [...(size >= MOST_32 ? [size, size] : []), ...(at >= MOST_32 ? [at] : [])];
	const extra = extraSize(entry, far);
	const length = Math.min(size, MOST_32);
	const fields = new Fields(CENTRAL + name.length + extra);
	fields.u32(0x02014b50).u16(UNIX | VERSION, VERSION);
	common(fields, entry, !described);
	fields.u32(crc, length, length).u16(name.length, extra);
	fields.u16(0, 0, 0); // bytes of comment, disk, internal attributes
	fields.u16(entry.name.endsWith("/") ? DOS_DIRECTORY : 0, mode);
	fields.u32(Math.min(at, MOST_32)).bytes(name);
	return extraFields(fields, entry, far).out;
}

/** @param start byte of the archive at which the central headers are, `size` theirs in bytes */
export function zipEnd(count: number, start: number, size: number): Uint8Array {
	const near = count < MOST_16 && start < MOST_32 && size < MOST_32;
	const fields = new Fields(22 + (near ? 0 : 56 + 20));
	if (!near) {
		fields
			.u32(0x06064b50)
			.u64(44)
			.u16(UNIX | VERSION, VERSION); // 44 bytes follow
		fields.u32(0, 0).u64(count, count, size, start); // both on disk 0
		fields
			.u32(0x07064b50, 0)
			.u64(start + size)
			.u32(1); // on disk 0 of 1
	}
	const entries = Math.min(count, MOST_16);
	fields.u32(0x06054b50).u16(0, 0, entries, entries); // both on disk 0
	return fields.u32(Math.min(size, MOST_32), Math.min(start, MOST_32)).u16(0).out; // no comment
}

/** Flags, method (stored), time and date: the same in both headers. */
function common(fields: Fields, { mtime }: ZipEntry, known: boolean): void {
	const { time, date } = dosTime(mtime);
	fields.u16(FLAG.UTF8 | (known ? 0 : FLAG.DESCRIPTOR), 0, time, date);
}

/** Whether the exact time has its place: "UT" has 32 bits, which not all take to be signed. */
export const hasPlace = (mtime: number): boolean => mtime >= 0 && mtime <= 0x7fffffff;

const TIME = 9;
const OWNER = 15;

const extraSize = ({ mtime }: ZipEntry, far: readonly number[]): number =>
	(far.length ? 4 + 8 * far.length : 0) + (hasPlace(mtime) ? TIME : 0) + OWNER;

/**
 * What the headers themselves have no room for.
 * @param far sizes and places beyond 32 bits, in the order of APPNOTE 4.5.3
 */
function extraFields(fields: Fields, entry: ZipEntry, far: readonly number[]): Fields {
	const { mtime, uid, gid } = entry;
	if (far.length) fields.u16(0x0001, 8 * far.length).u64(...far);
	// "UT": modification time in seconds since 1970, wherever the archive is unpacked.
	if (hasPlace(mtime))
		fields
			.u16(0x5455, TIME - 4)
			.u8(1)
			.u32(mtime);
	// "ux": owner and group as numbers of four bytes.
	return fields
		.u16(0x7875, OWNER - 4)
		.u8(1, 4)
		.u32(uid)
		.u8(4)
		.u32(gid);
}

const FIRST_YEAR = 1980;
const LAST_YEAR = 2107;

/** The nearest time that MS-DOS has: of a wall clock, from 1980 to 2107, in steps of two seconds. */
function dosTime(mtime: number): { readonly time: number; readonly date: number } {
	const at = new Date(mtime * 1000);
	const year = at.getFullYear();
	// Of a date too far away to be one, the year is not a number.
	if (mtime < 0 || year < FIRST_YEAR) return { time: 0, date: (1 << 5) | 1 };
	if (!(year <= LAST_YEAR)) return { time: (23 << 11) | (59 << 5) | 29, date: 0xff9f };
	return {
		time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
		date: ((year - FIRST_YEAR) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
	};
}
