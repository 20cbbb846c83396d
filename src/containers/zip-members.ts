/**
 * Members of zip archives: the directory at the end says what there is; where it is missing, members are
 * followed from the beginning.
 */
import { checkCancelled } from "../base/errors";
import { MOST_EXACT } from "../base/exact";
import type { Finding } from "../base/finding";
import { showName } from "../base/text";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import type { Reading } from "./reading";
import { startsWith } from "./tables";
import type { Tools } from "./unpack";
import {
	CENTRAL,
	centralHeader,
	END,
	END64,
	endRecord,
	endRecord64,
	LOCAL,
	LOCATOR64,
	localHeader,
	locator64,
} from "./zip-tables";

const LONGEST_COMMENT = 65535;
const ALL_ONES = 0xffffffff;
/** For the number of a file. */
const UNSAID = 0xffff;
const ZIP64 = 1;
export const FLAG = { ENCRYPTED: 1, DESCRIPTOR: 8 } as const;

export const NAME = { key: "name", role: "text", doc: "Name of the member." } as const;
export const EXTRA = {
	key: "extra",
	role: "attr",
	doc: "Fields of other programs, or padding.",
} as const;
const COMMENT = {
	key: "comment",
	role: "text",
	doc: "Whatever the writer wanted to say.",
} as const;

export interface Directory {
	readonly start: number;
	readonly end: number;
	/** Undefined where only the bytes of it tell. */
	readonly entries: number | undefined;
	/** What has to be added to every offset: bytes before the archive itself. */
	readonly shift: number;
	/** Where the record that leads to it is. */
	readonly record: number;
	/** Whether a record for large archives is in front of that. */
	readonly zip64: boolean;
	/** Number of this file, where the archive is split into several. */
	readonly disk: number;
}

export interface Member {
	readonly name: string;
	readonly flags: number;
	readonly method: number;
	readonly crc32: number;
	/** Where that is said. */
	readonly crcAt: number;
	readonly stored: number;
	readonly size: number;
	/** Where its local header is. */
	readonly header: number;
	/** Number of the file that it begins in, where that is another file of a split archive. */
	readonly elsewhere: number | undefined;
}

type Pace = Pick<Tools, "signal" | "breathe">;

interface Bounds {
	/** Members taken from the directory at most. */
	readonly listed: number;
	/** The same where there is none: each has to be read somewhere else then. */
	readonly followed: number;
}

/** Told of each member, in their order, as far as damage lets it be told. @returns where the archive has its directory */
export async function zipMembers(
	reading: Reading,
	most: Bounds,
	take: (member: Member) => void,
	pace: Pace = {},
): Promise<Directory | undefined> {
	const directory = await reading.step(() => findDirectory(reading));
	if (directory) await membersOf(reading, directory, most.listed, take, pace);
	else await membersByHeaders(reading, most.followed, take);
	return directory;
}

/** The last record at the end that leads to a directory that is there. */
function findDirectory(reading: Reading): Directory | undefined {
	const from = Math.max(0, reading.size - endRecord.size - LONGEST_COMMENT);
	if (reading.size < endRecord.size) return undefined;
	const tail = reading.bytes.slice(from, reading.size);
	for (let i = tail.length - endRecord.size; i >= 0; i--) {
		if (tail[i] !== 0x50 || !startsWith(tail, "PK\x05\x06", i)) continue;
		const found = directoryAt(reading, from + i);
		if (found) return found;
	}
	reading.report({
		code: "zip-no-directory",
		severity: "error",
		text: "The directory at the end of the archive is missing or damaged; members are followed from the beginning.",
		structure: endRecord.name,
		at: { space: reading.home.space, start: from, end: reading.size },
	});
	return undefined;
}

function directoryAt(reading: Reading, record: number): Directory | undefined {
	const short = reading.look(endRecord, record);
	if (short.signature !== END) return undefined;
	const large = end64(reading, record);
	const size = large?.directory_size ?? short.directory_size;
	const offset = large?.directory_offset ?? short.directory_offset;
	const behind = large?.record ?? record;
	const isAt = (start: number) =>
		start >= 0 &&
		start + size <= behind &&
		(size === 0 || (size >= centralHeader.size && reading.bytes.u32(start) === CENTRAL));
	const shift = behind - size - offset;
	const start = isAt(offset) ? offset : isAt(behind - size) ? behind - size : undefined;
	if (start === undefined) return undefined;
	if (start !== offset) {
		reading.blame(endRecord, "directory_offset", record, {
			code: "zip-shifted",
			severity: "warning",
			text: "The directory is not where the end record says: there are bytes before the archive, and all offsets are off by their number.",
			seen: countText(offset),
			allowed: countText(start),
		});
	}
	reading.read(endRecord, record);
	if (large) reading.read(endRecord64, large.record);
	const commentEnd = record + endRecord.size + short.comment_length;
	reading.slice(COMMENT, record + endRecord.size, Math.min(commentEnd, reading.size));
	const entries = large?.entries ?? short.entries;
	return {
		start,
		end: start + size,
		entries,
		shift: start === offset ? 0 : shift,
		record,
		zip64: large !== undefined,
		disk: large?.disk ?? short.disk,
	};
}

/** What the end record of large archives says, when there is one in front of the short one. */
function end64(reading: Reading, record: number) {
	const at = record - locator64.size;
	if (at < 0 || reading.bytes.u32(at) !== LOCATOR64) return undefined;
	const { offset } = reading.read(locator64, at);
	// Bytes before the archive shift it, but it is mostly right in front of its locator.
	for (const where of [offset, BigInt(at - endRecord64.size)]) {
		const place = within(where);
		if (place === undefined || place > at - endRecord64.size) continue;
		if (reading.bytes.u32(place) !== END64) continue;
		const found = reading.look(endRecord64, place);
		const [entries, directory_size, directory_offset] = [
			within(found.entries),
			within(found.directory_size),
			within(found.directory_offset),
		];
		if (entries === undefined || directory_size === undefined || directory_offset === undefined) {
			continue;
		}
		return { record: place, entries, directory_size, directory_offset, disk: found.disk };
	}
	return undefined;
}

const within = (n: bigint): number | undefined => (n <= MOST_EXACT ? Number(n) : undefined);

/** The entries of the directory, up to what is damaged. */
async function membersOf(
	reading: Reading,
	directory: Directory,
	most: number,
	take: (member: Member) => void,
	{ signal, breathe }: Pace,
): Promise<void> {
	let count = 0;
	let at = directory.start;
	while (at < directory.end && count < most) {
		// Some at a time: each step may wait for bytes, and keeps them until it ends.
		const some = await reading.step(() => entriesFrom(reading, directory, at));
		if (some.members.length === 0) break;
		for (const member of some.members.slice(0, most - count)) take(member);
		count += some.members.length;
		at = some.next;
		checkCancelled(signal);
		await breathe?.();
	}
	// Who stops before the end cannot say.
	if (count >= most) return;
	const { entries } = directory;
	// Short records count only to 65535 and begin anew.
	if (entries !== undefined && entries % 65536 !== count % 65536) {
		reading.report({
			code: "zip-entries",
			severity: "error",
			text: "The directory has another number of entries than the end record says; those that were found are listed.",
			structure: endRecord.name,
			field: "entries",
			at: {
				space: reading.home.space,
				start: directory.record,
				end: directory.record + endRecord.size,
			},
			seen: countText(count),
			allowed: countText(entries),
		});
	}
}

const AT_ONCE = 256;

function entriesFrom(reading: Reading, { end, shift, disk }: Directory, from: number) {
	const members: Member[] = [];
	let at = from;
	while (members.length < AT_ONCE && at + centralHeader.size <= end) {
		if (reading.bytes.u32(at) !== CENTRAL) {
			reading.report(
				notThere(
					reading,
					centralHeader.name,
					at,
					"An entry of the directory does not begin as one; it and all behind it are not listed.",
				),
			);
			break;
		}
		const head = reading.look(centralHeader, at);
		const name = at + centralHeader.size;
		const extra = name + head.name_length;
		const comment = extra + head.extra_length;
		const next = comment + head.comment_length;
		if (next > end) {
			reading.report(
				notThere(
					reading,
					centralHeader.name,
					at,
					"An entry of the directory reaches beyond its end; it is not listed.",
				),
			);
			break;
		}
		reading.read(centralHeader, at);
		const bytes = reading.slice(NAME, name, extra);
		const large = large64(reading.slice(EXTRA, extra, comment), head);
		reading.slice(COMMENT, comment, next);
		members.push({
			name: showName(bytes),
			flags: head.flags,
			method: head.method,
			crc32: head.crc32,
			crcAt: at + centralHeader.at.crc32,
			stored: large.compressed_size,
			size: large.size,
			header: large.offset + shift,
			elsewhere: [disk, UNSAID].includes(head.disk) || disk === UNSAID ? undefined : head.disk,
		});
		at = next;
	}
	return { members, next: at };
}

export const notThere = (
	reading: Reading,
	structure: string,
	start: number,
	text: string,
): Finding => ({
	code: "zip-entry",
	severity: "error",
	text,
	structure,
	at: { space: reading.home.space, start, end: start + 4 },
});

type Sizes = Pick<Decoded<typeof centralHeader>, "size" | "compressed_size" | "offset">;

/** Sizes and offset, from the extra field where the entry itself has no room for them. */
function large64(extra: Uint8Array, { size, compressed_size, offset }: Sizes): Sizes {
	const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
	for (let at = 0; at + 4 <= extra.length; ) {
		const length = view.getUint16(at + 2, true);
		const end = Math.min(extra.length, at + 4 + length);
		if (view.getUint16(at, true) === ZIP64) {
			let p = at + 4;
			const next = (short: number): number => {
				if (short !== ALL_ONES || p + 8 > end) return short;
				p += 8;
				return within(view.getBigUint64(p - 8, true)) ?? MOST_EXACT;
			};
			return { size: next(size), compressed_size: next(compressed_size), offset: next(offset) };
		}
		at = end;
	}
	return { size, compressed_size, offset };
}

/** Without a directory: one member after the other, as far as their sizes are known. */
async function membersByHeaders(
	reading: Reading,
	most: number,
	take: (member: Member) => void,
): Promise<void> {
	let at = 0;
	for (let left = most; left > 0 && reading.has(at, localHeader.size); left--) {
		const start = at;
		const found = await reading.step(() => {
			if (reading.bytes.u32(start) !== LOCAL) return undefined;
			const head = reading.look(localHeader, start);
			const name = start + localHeader.size;
			if (!reading.has(name, head.name_length + head.extra_length)) return undefined;
			const bytes = reading.bytes.slice(name, name + head.name_length);
			const extra = name + head.name_length;
			const sizes = large64(reading.bytes.slice(extra, extra + head.extra_length), {
				...head,
				offset: 0,
			});
			return { head, name: showName(bytes), sizes, data: extra + head.extra_length };
		});
		// With a descriptor the size is only told behind the contents.
		if (!found || found.head.flags & FLAG.DESCRIPTOR) break;
		const { head, name, sizes, data } = found;
		take({
			name,
			flags: head.flags,
			method: head.method,
			crc32: head.crc32,
			crcAt: at + localHeader.at.crc32,
			stored: sizes.compressed_size,
			size: sizes.size,
			header: at,
			elsewhere: undefined,
		});
		at = data + sizes.compressed_size;
	}
}
