/**
 * Tar archives: ustar, pax and GNU, with long names and sparse files. Members follow one another,
 * so all headers have to be walked, each 512 bytes.
 */
import { showName } from "../base/text";
import { countText } from "../base/words";
import type { Decoded } from "../schema/struct";
import { partsBehind } from "./behind";
import { copyOf, type Lost, MOST_PIECES, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { little as f, showText, startsWith, table, untilZero } from "./tables";
import { uniqueNames } from "./unique";
import type { Tools } from "./unpack";
import type { Part, Wrapper } from "./wrapper";

const BLOCK = 512;
const MOST_MEMBERS = 1 << 20;
/** Bytes of a long name, or of the records of a pax header. */
const MOST_WORDS = 1 << 20;

const number = (at: number, size: number, doc: string, role: "size" | "id" | "time" | "checksum") =>
	f.bytes(at, size, {
		role,
		doc: `${doc} In octal digits, or binary when the first bit is set.`,
		show: (bytes) => {
			const value = numberIn(bytes);
			return value === undefined ? showText(bytes) : String(value);
		},
	});
const text = (at: number, size: number, doc: string) =>
	f.bytes(at, size, { role: "text", doc, show: showText });

export const header = table("tar_header", BLOCK, "Stands in front of a member.", {
	name: text(0, 100, "Name, or the end of it."),
	mode: number(100, 8, "Permissions.", "id"),
	uid: number(108, 8, "Owner.", "id"),
	gid: number(116, 8, "Group.", "id"),
	size: number(124, 12, "Bytes of the contents.", "size"),
	mtime: number(136, 12, "Time of the last change, seconds since 1970.", "time"),
	chksum: number(148, 8, "Sum of the bytes of the header with spaces in place of it.", "checksum"),
	typeflag: f.u8(156, {
		role: "id",
		doc: "What it is.",
		show: (v) => `“${String.fromCharCode(v)}”`,
	}),
	linkname: text(157, 100, "What a link points at."),
	magic: text(257, 6, "ustar."),
	version: text(263, 2, "00, or a space in GNU archives."),
	uname: text(265, 32, "Name of the owner."),
	gname: text(297, 32, "Name of the group."),
	devmajor: number(329, 8, "Major number of a device.", "id"),
	devminor: number(337, 8, "Minor number of a device.", "id"),
	prefix: text(345, 155, "Beginning of a long name; other things in GNU archives."),
	padding: f.bytes(500, 12, { role: "reserved", doc: "Fills the block." }),
});
type Header = Decoded<typeof header>;

const WORDS = { key: "records", role: "text", doc: "What is said about the next member." } as const;
const MAP = {
	key: "sparse_map",
	role: "attr",
	doc: "Which runs of a sparse file are stored.",
} as const;

/** Octal digits, or binary; undefined for neither, and for what is negative or too large. */
function numberIn(bytes: Uint8Array): number | undefined {
	const first = bytes[0] as number;
	if (first & 0x80) {
		let value = first & 0x7f;
		for (const b of bytes.subarray(1)) value = value * 256 + b;
		return Number.isSafeInteger(value) && first !== 0xff ? value : undefined;
	}
	const digits = showName(untilZero(bytes)).trim();
	if (!/^[0-7]*$/.test(digits)) return undefined;
	const value = digits === "" ? 0 : Number.parseInt(digits, 8);
	return Number.isSafeInteger(value) ? value : undefined;
}

/** The sum over the header; some old programs summed signed bytes. */
function isSum(block: Uint8Array): boolean {
	const wanted = numberIn(block.subarray(148, 156));
	let sum = 8 * 32;
	let signed = 8 * 32;
	for (let i = 0; i < BLOCK; i++) {
		if (i >= 148 && i < 156) continue;
		const b = block[i] as number;
		sum += b;
		signed += (b << 24) >> 24;
	}
	return wanted === sum || wanted === signed;
}

const isZero = (block: Uint8Array): boolean => block.every((b) => b === 0);

/** What headers in front of a member say about it. */
interface Words {
	readonly name?: string;
	readonly size?: number;
	/** Of a link. */
	readonly target?: string;
	/** Records of pax headers. */
	readonly records: ReadonlyMap<string, string>;
	/** Numbers of runs of a sparse file, from records that come many times. */
	readonly runs: readonly number[];
}
const NO_WORDS: Words = { records: new Map(), runs: [] };

export const tar: Wrapper = {
	id: "tar",
	name: "a tar archive",
	reads: "ustar, pax and GNU: long names, large sizes, sparse files, hard links",
	probe: (head) =>
		startsWith(head, "ustar", 257) ||
		(head.length >= BLOCK && head[0] !== 0 && isSum(head.subarray(0, BLOCK))),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const parts: Part[] = [];
		const unique = uniqueNames();
		/** By the names that hard links tell. */
		const files = new Map<string, Omit<Part, "name">>();
		const members = tarMembers(reading, given);
		let next = await members.next();
		for (; !next.done; next = await members.next()) {
			const { name, type, target, file } = next.value;
			const linked = type === LINK ? files.get(target) : undefined;
			const own = file ?? (linked && { ...linked, detail: `hard link to ${target}` });
			if (!own) continue;
			parts.push({ ...own, name: unique(name) });
			files.set(name, own);
		}
		const end = next.value ?? reading.size;
		parts.push(...(await reading.step(() => partsBehind(reading, end, unique))));
		return { readings: [reading], parts };
	},
};

/** A member of any kind. */
export interface TarMember {
	/** As stored: directories may end with a slash. */
	readonly name: string;
	/** Its letter. */
	readonly type: string;
	readonly mode: number;
	/** What a link points at. */
	readonly target: string;
	/** Contents, for a regular file. */
	readonly file?: Omit<Part, "name"> & { readonly size: number };
}

/** Members in their order, then where the archive ends. What is wrong is told to the reading, and ends them. */
export async function* tarMembers(
	reading: Reading,
	{ onProgress }: Pick<Tools, "onProgress">,
): AsyncGenerator<TarMember, number | undefined, void> {
	let at = 0;
	let words = NO_WORDS;
	let global = NO_WORDS;
	for (let n = 0; n < MOST_MEMBERS; n++) {
		const next = await reading.step(() => memberAt(reading, at, words, global));
		if (!next) return undefined;
		if (next.isEnd) return next.at;
		if (next.member) yield next.member;
		words = next.words ?? NO_WORDS;
		global = next.global ?? global;
		at = next.at;
		onProgress?.({ phase: "Reading members", done: at, total: reading.size, unit: "bytes" });
	}
	return undefined;
}

interface Next {
	readonly at: number;
	readonly isEnd?: true;
	readonly member?: TarMember;
	readonly words?: Words;
	readonly global?: Words;
}

const FILES = "07S\0";
const LINK = "1";

/** The member at byte `at`; undefined, with a finding, where none can be found. */
function memberAt(reading: Reading, at: number, words: Words, global: Words): Next | undefined {
	const stop = (code: string, message: string): undefined => {
		const end = Math.min(reading.size, at + BLOCK);
		reading.report({
			code,
			severity: "error",
			text: message,
			structure: header.name,
			at: { space: reading.home.space, start: at, end },
		});
	};
	if (at >= reading.size) {
		reading.report({
			code: "tar-no-end",
			severity: "warning",
			text: "The archive has no zero blocks at its end: it may be cut off.",
			structure: header.name,
			at: { space: reading.home.space, start: reading.size, end: reading.size },
		});
		return undefined;
	}
	if (!reading.has(at, BLOCK)) {
		return stop("beyond-end", "The archive ends inside a header: it is cut off.");
	}
	const block = reading.bytes.slice(at, at + BLOCK);
	if (isZero(block)) return { at, isEnd: true };
	const sound = isSum(block);
	const head = reading.read(header, at);
	if (!sound) {
		return stop(
			"tar-checksum",
			"The checksum of a header is wrong; the member and all behind it cannot be found.",
		);
	}
	const type = String.fromCharCode(head.typeflag);
	const given = words.size ?? global.size;
	const stored = (FILES.includes(type) ? given : undefined) ?? numberIn(head.size);
	if (stored === undefined) {
		return stop(
			"tar-size",
			"The size of a member is no number; it and all behind it cannot be found.",
		);
	}
	const body = at + BLOCK;
	// Links and devices have no contents, whatever their size says.
	const length = "123456".includes(type) ? 0 : stored;
	const next = body + Math.ceil(length / BLOCK) * BLOCK;
	if ("xgLKX".includes(type)) {
		if (length > MOST_WORDS || !reading.has(body, length)) {
			return stop(
				"tar-words",
				"The header of a long name or of attributes is too long or cut off.",
			);
		}
		const said = reading.slice(WORDS, body, body + length);
		if (type === "g") return { at: next, words, global: recordsIn(said, global) };
		if (type === "x" || type === "X") return { at: next, words: recordsIn(said, words) };
		const long = showName(untilZero(said));
		return { at: next, words: { ...words, [type === "K" ? "target" : "name"]: long } };
	}
	return fileAt(reading, { head, at, body, length, next, words, global });
}

interface File {
	readonly head: Header;
	readonly at: number;
	readonly body: number;
	readonly length: number;
	readonly next: number;
	readonly words: Words;
	readonly global: Words;
}

function fileAt(reading: Reading, file: File): Next | undefined {
	const { head, at, words, global } = file;
	const record = (key: string) => words.records.get(key) ?? global.records.get(key);
	const isUstar = startsWith(head.magic, "ustar\0");
	const prefix = isUstar ? untilZero(head.prefix) : new Uint8Array();
	const short = showName(untilZero(head.name));
	const name =
		record("GNU.sparse.name") ??
		words.name ??
		global.name ??
		(prefix.length ? `${showName(prefix)}/${short}` : short);
	const target = words.target ?? global.target ?? showName(untilZero(head.linkname));
	const type = String.fromCharCode(head.typeflag);
	const member = { name, type, mode: numberIn(head.mode) ?? 0, target };
	if (!FILES.includes(type) || name.endsWith("/")) return { at: file.next, member };
	const sparse = sparseRuns(reading, file, record);
	if (sparse === "damaged") {
		reading.blame(header, "typeflag", at, {
			code: "tar-sparse",
			text: "The map of a sparse file is damaged; the file is left out.",
		});
		return { at: file.next };
	}
	const body = sparse?.body ?? file.body;
	const runs = sparse?.runs ?? [0, file.length];
	const size = sparse?.size ?? file.length;
	const bytes = piecesOf(reading, runs, body, size, at, name);
	const contents = { size: bytes.size, bytes, ...(sparse ? { detail: "sparse" } : {}) };
	return { at: sparse?.next ?? file.next, member: { ...member, file: contents } };
}

/** Runs as offset, length, offset, length …, one behind the other from byte `body` on. */
function piecesOf(
	reading: Reading,
	runs: readonly number[],
	body: number,
	size: number,
	header_at: number,
	name: string,
): Pieces {
	const pieces = new Pieces();
	let at = body;
	let why: Lost | undefined;
	for (let i = 0; i + 1 < runs.length; i += 2) {
		const [offset, length] = [runs[i] as number, runs[i + 1] as number];
		pieces.add(offset - pieces.size, ZEROS);
		const there = Math.max(0, Math.min(length, reading.size - at));
		pieces.add(there, copyOf(at));
		if (there < length) {
			why ??= reading.blame(header, "size", header_at, {
				code: "beyond-end",
				text: `${name} reaches beyond the end of the archive, which is cut off.`,
				seen: `bytes ${countText(at)} to ${countText(at + length)}`,
				allowed: `within ${countText(reading.size)} bytes`,
			});
			pieces.add(length - there, { kind: "lost", why });
		}
		at += length;
	}
	pieces.add(size - pieces.size, ZEROS);
	return pieces;
}

interface Sparse {
	readonly runs: readonly number[];
	/** Bytes of the file as it is used. */
	readonly size: number;
	/** Where the first run is stored. */
	readonly body: number;
	/** Where the next member begins. */
	readonly next: number;
}

/** The map of a sparse file, in one of the four ways in which GNU tar has written it. */
function sparseRuns(
	reading: Reading,
	{ head, at, body, length, next, words }: File,
	record: (key: string) => string | undefined,
): Sparse | "damaged" | undefined {
	const size = decimal(record("GNU.sparse.realsize") ?? record("GNU.sparse.size"));
	if (head.typeflag === 0x53) return oldSparse(reading, at, length);
	if (record("GNU.sparse.major") === "1") return mapInside(reading, body, length, next, size);
	const map = record("GNU.sparse.map");
	const numbers = map ? map.split(",").map(decimal) : words.runs;
	if (numbers.length === 0) return undefined;
	const runs = soundRuns(numbers, size, length);
	return runs && size !== undefined ? { runs, size, body, next } : "damaged";
}

const decimal = (words: string | undefined): number | undefined => {
	const value = words !== undefined && /^\d{1,16}$/.test(words) ? Number.parseInt(words, 10) : -1;
	return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** The same runs, when they ascend, and have as many bytes as are stored. */
function soundRuns(
	numbers: readonly (number | undefined)[],
	size: number | undefined,
	stored: number,
): number[] | undefined {
	if (size === undefined || numbers.length % 2 || numbers.length / 2 > MOST_PIECES / 2)
		return undefined;
	let end = 0;
	let sum = 0;
	for (let i = 0; i < numbers.length; i += 2) {
		const [offset, length] = [numbers[i], numbers[i + 1]];
		if (offset === undefined || length === undefined || offset < end) return undefined;
		end = offset + length;
		sum += length;
	}
	return end <= size && sum <= stored ? (numbers as number[]) : undefined;
}

/** Four runs in the header, 21 in each block behind it while a byte says that there are more. */
function oldSparse(reading: Reading, at: number, stored: number): Sparse | "damaged" {
	const numbers: (number | undefined)[] = [];
	const add = (start: number, count: number): void => {
		for (let i = 0; i < count; i++) {
			const pair = reading.bytes.slice(start + 24 * i, start + 24 * i + 24);
			if (pair[0] === 0 || pair[12] === 0) break;
			numbers.push(numberIn(pair.subarray(0, 12)), numberIn(pair.subarray(12, 24)));
		}
	};
	add(at + 386, 4);
	const size = numberIn(reading.bytes.slice(at + 483, at + 495));
	let more = reading.bytes.u8(at + 482);
	let block = at + BLOCK;
	while (more && numbers.length < MOST_PIECES) {
		if (!reading.has(block, BLOCK)) return "damaged";
		add(block, 21);
		more = reading.bytes.u8(block + 504);
		reading.slice(MAP, block, block + BLOCK);
		block += BLOCK;
	}
	const runs = soundRuns(numbers, size, stored);
	if (!runs || size === undefined) return "damaged";
	return { runs, size, body: block, next: block + Math.ceil(stored / BLOCK) * BLOCK };
}

/** Decimal numbers, a line each, at the beginning of the contents: their count, then the runs. */
function mapInside(
	reading: Reading,
	body: number,
	length: number,
	next: number,
	size: number | undefined,
): Sparse | "damaged" {
	const most = Math.min(length, MOST_WORDS, reading.size - body);
	const numbers: (number | undefined)[] = [];
	let wanted = 1;
	let line = "";
	let at = body;
	for (; numbers.length < wanted && at < body + most; at++) {
		const c = String.fromCharCode(reading.bytes.u8(at));
		if (c !== "\n") {
			line += c;
			if (line.length > 16) return "damaged";
			continue;
		}
		numbers.push(decimal(line));
		line = "";
		if (numbers.length === 1) wanted = 1 + 2 * (numbers[0] ?? 0);
	}
	const start = body + Math.ceil((at - body) / BLOCK) * BLOCK;
	if (numbers.length < wanted || start > body + length) return "damaged";
	reading.slice(MAP, body, Math.min(start, reading.size));
	const runs = soundRuns(numbers.slice(1), size, body + length - start);
	if (!runs || size === undefined) return "damaged";
	return { runs, size, body: start, next };
}

/** Records as “LENGTH KEY=VALUE”, a line each. */
function recordsIn(bytes: Uint8Array, before: Words): Words {
	const records = new Map(before.records);
	const runs = [...before.runs];
	let { name, size, target } = before;
	for (let at = 0; at < bytes.length; ) {
		const space = bytes.indexOf(0x20, at);
		const length = space < 0 ? undefined : decimal(showName(bytes.subarray(at, space)));
		if (length === undefined || length <= space - at || at + length > bytes.length) break;
		const pair = bytes.subarray(space + 1, at + length - 1);
		const equals = pair.indexOf(0x3d);
		const key = showName(pair.subarray(0, Math.max(0, equals)));
		const value = showName(pair.subarray(equals + 1));
		if (key === "path") name = value;
		else if (key === "linkpath") target = value;
		else if (key === "size") size = decimal(value) ?? size;
		else if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") {
			runs.push(decimal(value) ?? Number.NaN);
		} else records.set(key, value);
		at += length;
	}
	return {
		records,
		runs,
		...(name === undefined ? {} : { name }),
		...(size === undefined ? {} : { size }),
		...(target === undefined ? {} : { target }),
	};
}
