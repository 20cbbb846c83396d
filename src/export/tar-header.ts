/**
 * The headers of one tar entry: a ustar block and, where that cannot say it all, a pax
 * extended header in front of it.
 *
 *   [ ustar 'x' | pax records, padded ]  ustar  [ contents, padded ]
 *
 * Written here and not by a library: those at hand take names and pax values as text, and
 * neither attribute values nor names of other encodings survive that.
 */
import { clamped, type Exact } from "../base/exact";
import { roundUp } from "../base/range";
import { showName, utf8, utf8Bytes } from "../base/text";
import { aclRecord, paxRecord, paxText, paxTime, xattrKey } from "./pax";

export const TAR_BLOCK = 512;

/** Typeflags of POSIX. */
export const TAR_TYPE = {
	FILE: "0",
	HARD_LINK: "1",
	SYMLINK: "2",
	CHARACTER: "3",
	BLOCK: "4",
	DIRECTORY: "5",
	FIFO: "6",
} as const;

export interface TarHeader {
	/** Raw bytes; directories end in "/". */
	readonly path: Uint8Array;
	readonly type: (typeof TAR_TYPE)[keyof typeof TAR_TYPE];
	/** Permission bits. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Bytes of contents that follow. */
	readonly size: number;
	/** Seconds since 1970, any sign, and nanoseconds. */
	readonly mtime: Exact;
	readonly mtimeNsec: number;
	/** Target of a symlink, or path of the entry that a hard link names. */
	readonly target?: Uint8Array;
	readonly rdev?: { readonly major: number; readonly minor: number };
	readonly xattrs?: readonly { readonly name: Uint8Array; readonly value: Uint8Array }[];
}

/** Field: offset and bytes. */
const AT = {
	name: [0, 100],
	mode: [100, 8],
	uid: [108, 8],
	gid: [116, 8],
	size: [124, 12],
	mtime: [136, 12],
	checksum: [148, 8],
	type: [156, 1],
	target: [157, 100],
	magic: [257, 8],
	major: [329, 8],
	minor: [337, 8],
	prefix: [345, 155],
} as const;

type Field = keyof typeof AT;

/** Largest numbers that fields of 8 and 12 bytes hold in octal, the last byte being a NUL. */
const LARGEST_8 = 8 ** 7 - 1;
const LARGEST_12 = 8 ** 11 - 1;

/** Everything that goes before the contents of an entry. */
export function tarHeader(header: TarHeader): Uint8Array<ArrayBuffer> {
	const records = paxRecords(header);
	if (records.length === 0) {
		const block = new Uint8Array(TAR_BLOCK);
		writeUstar(block, header);
		return block;
	}
	const size = records.reduce((sum, { length }) => sum + length, 0);
	const end = TAR_BLOCK + roundUp(size, TAR_BLOCK);
	const out = new Uint8Array(end + TAR_BLOCK);
	writeUstar(out.subarray(0, TAR_BLOCK), { ...PAX_HEADER, size });
	let at = TAR_BLOCK;
	for (const record of records) {
		out.set(record, at);
		at += record.length;
	}
	writeUstar(out.subarray(end), header);
	return out;
}

const PAX_HEADER = {
	path: utf8Bytes("PaxHeaders/entry"),
	type: "x",
	mode: 0o644,
	uid: 0,
	gid: 0,
	mtime: 0,
} as const;

const ZEROS = new Uint8Array(TAR_BLOCK);

/** Zeros from `size` to the next block. */
export const tarPadding = (size: number): Uint8Array<ArrayBuffer> =>
	ZEROS.subarray(0, (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);

/** Two empty blocks. */
export const tarEnd = (): Uint8Array<ArrayBuffer> => new Uint8Array(2 * TAR_BLOCK);

/** What the ustar block cannot hold, or not exactly. */
function paxRecords(header: TarHeader): Uint8Array[] {
	const { path, target, size, uid, gid, mtime, mtimeNsec, xattrs = [] } = header;
	const records: Uint8Array[] = [];
	const add = (key: string, value: string | Uint8Array) =>
		records.push(
			typeof value === "string" ? paxText(key, value) : paxRecord(utf8Bytes(key), value),
		);
	const long = {
		path: splitPath(path) && isPlain(path) ? undefined : path,
		linkpath: !target || (target.length <= AT.target[1] && isPlain(target)) ? undefined : target,
	};
	const binary = Object.values(long).some((name) => name && utf8(name) === undefined);
	if (binary) add("hdrcharset", "BINARY");
	if (long.path) add("path", long.path);
	if (long.linkpath) add("linkpath", long.linkpath);
	if (size > LARGEST_12) add("size", String(size));
	if (uid > LARGEST_8) add("uid", String(uid));
	if (gid > LARGEST_8) add("gid", String(gid));
	if (mtimeNsec !== 0 || mtime < 0 || mtime > LARGEST_12) add("mtime", paxTime(mtime, mtimeNsec));
	for (const { name, value } of xattrs) {
		records.push(paxRecord(xattrKey(name), value));
		const acl = aclRecord(showName(name), value);
		if (acl) records.push(acl);
	}
	return records;
}

/**
 * Whether a name can stand in a ustar field. Other UTF-8 cannot: readers take the field to
 * be in the local encoding. What is no UTF-8 can: readers then leave the bytes alone.
 */
const isPlain = (name: Uint8Array): boolean =>
	name.every((byte) => byte < 0x80) || utf8(name) === undefined;

type UstarHeader = Omit<TarHeader, "type" | "mtimeNsec" | "xattrs"> & { readonly type: string };

const MAGIC = utf8Bytes("ustar\0" + "00");

/** @param block of zeros */
function writeUstar(block: Uint8Array, header: UstarHeader): void {
	const { path, type, mode, uid, gid, size, mtime, target, rdev } = header;
	const { prefix, name } = splitPath(path) ?? { prefix: NONE, name: path };
	writeBytes(block, "name", name);
	writeBytes(block, "prefix", prefix);
	writeOctal(block, "mode", mode);
	writeOctal(block, "uid", uid);
	writeOctal(block, "gid", gid);
	writeOctal(block, "size", size);
	writeOctal(block, "mtime", mtime);
	block[AT.type[0]] = type.charCodeAt(0);
	if (target) writeBytes(block, "target", target);
	writeBytes(block, "magic", MAGIC);
	writeOctal(block, "major", rdev?.major ?? 0);
	writeOctal(block, "minor", rdev?.minor ?? 0);
	writeChecksum(block);
}

function writeBytes(block: Uint8Array, field: Field, value: Uint8Array): void {
	const [start, size] = AT[field];
	block.set(value.length > size ? value.subarray(0, size) : value, start);
}

/** What does not fit is cut to the nearest; a pax record has the number then. */
function writeOctal(block: Uint8Array, field: Field, value: Exact): void {
	const [start, size] = AT[field];
	const most = size === 8 ? LARGEST_8 : LARGEST_12;
	writeDigits(block, start, size - 1, Math.max(0, Math.min(clamped(value), most)));
}

/** Without text in between: archives have millions of these. */
function writeDigits(block: Uint8Array, start: number, count: number, value: number): void {
	let rest = value;
	for (let at = start + count - 1; at >= start; at--) {
		block[at] = 0x30 + (rest % 8);
		rest = Math.floor(rest / 8);
	}
}

/** Sum of all bytes, those of the checksum itself counted as spaces: six digits, NUL, space. */
function writeChecksum(block: Uint8Array): void {
	const [start, size] = AT.checksum;
	block.fill(0x20, start, start + size);
	let sum = 0;
	for (let i = 0; i < TAR_BLOCK; i++) sum += block[i] as number;
	writeDigits(block, start, 6, sum);
	block[start + 6] = 0;
}

const NONE = new Uint8Array();
const SLASH = 0x2f;

/** A path as name and prefix with a slash between them, when it fits so. */
function splitPath(path: Uint8Array): { prefix: Uint8Array; name: Uint8Array } | undefined {
	const [, nameSize] = AT.name;
	const [, prefixSize] = AT.prefix;
	if (path.length <= nameSize) return { prefix: NONE, name: path };
	// The first slash that leaves a name short enough; a directory's last one ends its name.
	const slash = path.indexOf(SLASH, path.length - nameSize - 1);
	if (slash <= 0 || slash > prefixSize || slash === path.length - 1) return undefined;
	return { prefix: path.subarray(0, slash), name: path.subarray(slash + 1) };
}
