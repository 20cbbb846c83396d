/**
 * Tar archives: ustar, pax and GNU, with long names and sparse files. Members follow one another,
 * so all headers have to be walked, each 512 bytes.
 */
import { checkCancelled } from "../base/errors";
import { showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { partsBehind } from "./behind";
import { Runs } from "./members";
import { copyOf, type Lost, lost, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { startsWith, untilZero } from "./tables";
import { type File, sparseRuns } from "./tar-sparse";
import { BLOCK, header, numberIn } from "./tar-tables";
import { MOST_WORDS, NO_WORDS, recordsIn, type Words } from "./tar-words";
import { UniqueNames } from "./unique";
import type { Tools } from "./unpack";
import type { Part, Wrapper } from "./wrapper";

const MOST_MEMBERS = 1 << 20;
const WORDS = { key: "records", role: "text", doc: "What is said about the next member." } as const;

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

export const tar: Wrapper = {
	id: "tar",
	name: "a tar archive",
	reads: "ustar, pax and GNU: long names, large sizes, sparse files, hard links",
	probe: (head) =>
		startsWith(head, "ustar", 257) ||
		(head.length >= BLOCK && head[0] !== 0 && isSum(head.subarray(0, BLOCK))),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const parts = new Runs();
		/** The rows of files are the places of their names, which hard links tell. */
		const names = new UniqueNames();
		const { unique } = names;
		const members = tarMembers(reading, given);
		let next = await members.next();
		for (; !next.done; next = await members.next()) {
			const { name, type, target, file } = next.value;
			const linked = type === LINK ? names.placeOf(target) : undefined;
			const own =
				file ?? (linked === undefined ? undefined : linkTo(target, parts.at(linked) as TarFile));
			if (!own) continue;
			parts.take(partOf(unique(name), own));
		}
		const end = next.value ?? reading.size;
		for (const part of await reading.step(() => partsBehind(reading, end, unique)))
			parts.take(part);
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
	readonly file?: TarFile;
}

type TarFile = Pick<Part, "bytes" | "detail"> & { readonly size: number };

const linkTo = (target: string, { size, bytes }: TarFile): TarFile => ({
	size,
	bytes,
	detail: `hard link to ${target}`,
});

/** Field by field: engines give each of a million objects that are spread a shape of its own. */
const partOf = (name: string, { size, bytes, detail }: TarFile): Part =>
	detail === undefined ? { name, size, bytes } : { name, size, bytes, detail };

/** Members in their order, then where the archive ends. What is wrong is told to the reading, and ends them. */
export async function* tarMembers(
	reading: Reading,
	{ onProgress, breathe, signal }: Pick<Tools, "onProgress" | "breathe" | "signal">,
): AsyncGenerator<TarMember, number | undefined, void> {
	let at = 0;
	let words = NO_WORDS;
	let global = NO_WORDS;
	let end: number | undefined;
	let left = MOST_MEMBERS;
	let members: TarMember[] = [];
	const next = (): boolean => {
		const next = memberAt(reading, at, words, global);
		if (next?.isEnd) end = next.at;
		if (!next || next.isEnd) return false;
		if (next.member) members.push(next.member);
		words = next.words ?? NO_WORDS;
		global = next.global ?? global;
		at = next.at;
		return --left > 0;
	};
	for (let isMore = true; isMore; members = []) {
		isMore = await reading.steps(next);
		yield* members;
		onProgress?.({ phase: "Reading members", done: at, total: reading.size, unit: "bytes" });
		checkCancelled(signal);
		await breathe?.();
	}
	return end;
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
/** The rest of a file that begins in an earlier volume of GNU tar: where it goes on is in its header. */
const CONTINUED = "M";
const OFFSET = 369;
const JOIN_VOLUMES =
	"Extract it from all volumes together (tar -xM -f FIRST -f SECOND …), and open what comes out.";

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
	const mode = numberIn(head.mode) ?? 0;
	const member = { name, type, mode, target };
	if (type === CONTINUED) {
		const contents = continued(reading, file, name);
		return { at: file.next, member: { ...member, ...(contents && { file: contents }) } };
	}
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
	const bytes = new Pieces();
	addRuns(bytes, reading, runs, body, at, name);
	bytes.add(size - bytes.size, ZEROS);
	const contents = sparse
		? { size: bytes.size, bytes, detail: "sparse" }
		: { size: bytes.size, bytes };
	const found = { name, type, mode, target, file: contents };
	return { at: sparse?.next ?? file.next, member: found };
}

function continued(reading: Reading, { at, body, length }: File, name: string): TarMember["file"] {
	const offset = numberIn(reading.bytes.slice(at + OFFSET, at + OFFSET + 12));
	if (offset === undefined || !Number.isSafeInteger(offset + length)) {
		reading.blame(header, "prefix", at, {
			code: "tar-volume",
			text: `Where ${name}, which an earlier volume begins, goes on is no number; it is left out.`,
		});
		return undefined;
	}
	const why = `The first ${exactBytes(offset)} of ${name} are in an earlier volume of the archive.`;
	const bytes = new Pieces();
	bytes.add(offset, lost(why, JOIN_VOLUMES));
	addRuns(bytes, reading, [offset, length], body, at, name);
	return { size: bytes.size, bytes, detail: "continued from an earlier volume" };
}

/** Adds runs, as offset, length, offset, length …, stored one behind the other from byte `body` on. */
function addRuns(
	pieces: Pieces,
	reading: Reading,
	runs: readonly number[],
	body: number,
	header_at: number,
	name: string,
): void {
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
				text: `${name} reaches beyond the end of the archive, which is cut off or goes on in another volume.`,
				seen: `bytes ${countText(at)} to ${countText(at + length)}`,
				allowed: `within ${countText(reading.size)} bytes`,
			});
			pieces.add(length - there, { kind: "lost", why });
		}
		at += length;
	}
}
