/**
 * Android sparse images: blocks as chunks that are stored, filled, or left out. Split ones carry
 * all blocks of the image in each file, and leave out what another has.
 */
import { corrupt, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { beyond } from "../base/resident";
import { hexOf } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { type Home, lastOf } from "./near";
import { copyOf, type Lost, MOST_PIECES, type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import {
	CHUNK,
	CRC32,
	chunkHeader,
	DONT_CARE,
	FILL,
	type Header,
	header,
	RAW,
} from "./sparse-tables";
import { startsWith } from "./tables";
import type { Given, Wrapper } from "./wrapper";

const MAGIC = [0x3a, 0xff, 0x26, 0xed];
const PATTERN = {
	key: "pattern",
	role: "data",
	doc: "Repeated over all blocks of the chunk.",
} as const;

/** Blocks [from, from + count) and what they are; what is in no run nobody cares about. */
interface Run {
	readonly from: number;
	readonly count: number;
	readonly origin: Origin;
}

export const sparse: Wrapper = {
	id: "sparse",
	name: "an Android sparse image",
	reads: "all kinds of chunks, any block size, split files together",
	probe: (head) => startsWith(head, MAGIC),
	async open(given) {
		const { others, signal } = given;
		const reading = new Reading(given, signal);
		const first = await reading.step(() => readHeader(reading));
		const readings = [reading];
		const runs: Run[] = [];
		let lost = await readChunks(reading, 0, first, runs, given);
		for (const [i, home] of others.entries()) {
			// Files that are given with it need not be pieces of it.
			if (!(await begins(home, signal))) continue;
			const reading = new Reading(home, signal);
			readings.push(reading);
			const head = await reading.step(() => headerOf(reading));
			if (!head) {
				lost ??= { message: `${home.source.label}, another piece of the image, is damaged.` };
			} else if (!isSameImage(head, first)) {
				reading.blame(header, "total_blks", 0, {
					code: "sparse-other-image",
					text: "This file is a piece of another image: its blocks differ in size or number. It is left out.",
					seen: `${head.total_blks} blocks of ${exactBytes(head.blk_sz)}`,
					allowed: `${first.total_blks} blocks of ${exactBytes(first.blk_sz)}`,
				});
			} else lost = (await readChunks(reading, i + 1, head, runs, given)) ?? lost;
		}
		const { pieces, files } = await piecesNear(given, first, runs);
		for (const piece of pieces) {
			readings.push(piece.reading);
			runs.push(...piece.runs);
			lost ??= piece.lost;
		}
		// The first piece stands for all.
		const isLater = pieces.some(({ number }) => number < (numberIn(given.name) ?? 0));
		return { readings, parts: isLater ? [] : [part(first, runs, files, lost)] };
	},
};

async function begins({ source }: Home, signal?: AbortSignal): Promise<boolean> {
	return startsWith(await source.read(0, Math.min(MAGIC.length, source.size), signal), MAGIC);
}

const isSameImage = (one: Header, other: Header): boolean =>
	one.blk_sz === other.blk_sz && one.total_blks === other.total_blks;

/** Undefined, with a finding, where it is damaged. @throws Missing */
function headerOf(reading: Reading): Header | undefined {
	try {
		return readHeader(reading);
	} catch (error) {
		if (isDamage(error)) return undefined;
		throw error;
	}
}

/** The number at the end of a name. */
function numberIn(name: string): number | undefined {
	const digits = /\d{1,9}$/.exec(name)?.[0];
	return digits === undefined ? undefined : Number.parseInt(digits, 10);
}

interface SplitPiece {
	readonly number: number;
	readonly reading: Reading;
	readonly runs: readonly Run[];
	readonly lost: Lost | undefined;
}

/** Pieces of one image that are looked at. */
const MOST_SPLIT = 1024;

/**
 * In a folder or an archive: files whose names differ in the number at their end alone, and which
 * have nothing of the image that another one has. Images that are only called alike do.
 */
async function piecesNear(
	given: Given,
	first: Header,
	own: readonly Run[],
): Promise<{ pieces: SplitPiece[]; files: Home[] }> {
	const { near, others, name, signal } = given;
	const stem = name.replace(/\d+$/, "");
	const pieces: SplitPiece[] = [];
	const files: Home[] = [];
	if (others.length > 0 || stem === name || stem === "") return { pieces, files };
	const all = [...own];
	for (const file of near.own) {
		const other = lastOf(file.name);
		const number = other.startsWith(stem) ? numberIn(other) : undefined;
		const isPiece = other !== name && number !== undefined && other.replace(/\d+$/, "") === stem;
		if (!isPiece || files.length >= MOST_SPLIT) continue;
		const home = await file.open(given);
		if (!(await begins(home, signal))) continue;
		const reading = new Reading(home, signal);
		const head = await reading.step(() => headerOf(reading));
		if (!head || !isSameImage(head, first)) continue;
		const runs: Run[] = [];
		const lost = await readChunks(reading, files.push(home), head, runs, given);
		if (!areApart([...all, ...runs])) continue;
		all.push(...runs);
		pieces.push({ number, reading, runs, lost });
	}
	return { pieces, files };
}

function areApart(runs: readonly Run[]): boolean {
	const sorted = runs.toSorted((a, b) => a.from - b.from);
	return sorted.every((run, i) => i === 0 || end(sorted[i - 1] as Run) <= run.from);
}

const end = ({ from, count }: Run): number => from + count;

/** @throws Failure when the chunks cannot be found by it */
function readHeader(reading: Reading): Header {
	reading.bytes.about = { structure: header.name };
	const head = reading.read(header, 0);
	if (reading.error) throw reading.error;
	if (!Number.isSafeInteger(head.blk_sz * head.total_blks)) {
		throw corrupt(
			reading.blame(header, "total_blks", 0, {
				code: "sparse-size",
				text: "The unpacked image would be larger than anything that exists.",
				seen: `${head.total_blks} blocks of ${exactBytes(head.blk_sz)}`,
			}),
		);
	}
	return head;
}

/** Adds the runs of one file; returns what stopped it. */
async function readChunks(
	reading: Reading,
	of: number,
	head: Header,
	runs: Run[],
	{ signal, onProgress }: Given,
): Promise<Lost | undefined> {
	let at = head.file_hdr_sz;
	let block = 0;
	for (let n = 0; n < head.total_chunks; n++) {
		signal?.throwIfAborted();
		if (runs.length >= MOST_PIECES) {
			return reading.blame(header, "total_chunks", 0, {
				code: "sparse-too-many",
				text: "The image has more chunks than are looked at; what lies behind them is left out.",
				seen: countText(head.total_chunks),
				allowed: `at most ${countText(MOST_PIECES)}`,
			});
		}
		const next = await reading.step(() => readChunk(reading, of, head, at, block));
		if ("stop" in next) return next.stop;
		runs.push(...next.runs);
		at += next.bytes;
		block += next.blocks;
		onProgress?.({
			phase: "Reading chunks",
			done: at,
			total: reading.size,
			unit: "bytes",
		});
	}
	if (block === head.total_blks) return undefined;
	return reading.blame(header, "total_blks", 0, {
		code: "sparse-blocks",
		severity: "warning",
		text: "The chunks stand for fewer blocks than the image has; the others are read as zeros.",
		seen: countText(block),
		allowed: countText(head.total_blks),
	});
}

type Next =
	| { readonly runs: readonly Run[]; readonly blocks: number; readonly bytes: number }
	| { readonly stop: Finding };

function readChunk(reading: Reading, of: number, head: Header, at: number, block: number): Next {
	const { chunk_hdr_sz, blk_sz, total_blks } = head;
	if (!reading.has(at, Math.max(CHUNK, chunk_hdr_sz))) {
		return { stop: cutOff(reading, at, at + chunk_hdr_sz) };
	}
	const chunk = reading.read(chunkHeader, at);
	const { chunk_type, chunk_sz, total_sz } = chunk;
	const body = at + chunk_hdr_sz;
	const blocks = chunk_type === CRC32 ? 0 : chunk_sz;
	const size = BODY[chunk_type]?.(blocks * blk_sz);
	const blame = (field: keyof typeof chunkHeader.at, code: string, text: string, allowed: string) =>
		reading.blame(chunkHeader, field, at, {
			code,
			text,
			seen: countText(chunk[field] as number),
			allowed,
		});
	if (size === undefined) {
		return {
			stop: blame(
				"chunk_type",
				"sparse-chunk-type",
				"The chunk is of no known kind; it and all behind it cannot be placed.",
				"RAW, FILL, DONT_CARE or CRC32",
			),
		};
	}
	if (block + blocks > total_blks) {
		return {
			stop: blame(
				"chunk_sz",
				"sparse-chunk-beyond",
				"The chunk reaches beyond the end of the image; it and all behind it are left out.",
				`at most ${countText(total_blks - block)} blocks`,
			),
		};
	}
	if (total_sz !== chunk_hdr_sz + size) {
		return {
			stop: blame(
				"total_sz",
				"sparse-chunk-size",
				"The chunk has not as many bytes as its kind and its blocks need; it and all behind it cannot be placed.",
				countText(chunk_hdr_sz + size),
			),
		};
	}
	const next = { blocks, bytes: total_sz };
	if (!reading.has(body, size)) {
		const stop = cutOff(reading, body, body + size);
		const there = Math.floor(Math.max(0, reading.size - body) / blk_sz);
		const runs =
			chunk_type === RAW && there > 0
				? [{ from: block, count: there, origin: copyOf(body, of) }]
				: [];
		return {
			...next,
			runs: [
				...runs,
				{ from: block + there, count: blocks - there, origin: { kind: "lost", why: stop } },
			],
		};
	}
	if (chunk_type === RAW)
		return { ...next, runs: [{ from: block, count: blocks, origin: copyOf(body, of) }] };
	if (chunk_type === FILL) {
		const pattern = reading.bytes.u32(body);
		reading.slice(
			{ ...PATTERN, value: () => hexOf(reading.bytes.slice(body, body + 4)) },
			body,
			body + 4,
		);
		return { ...next, runs: [{ from: block, count: blocks, origin: { kind: "fill", pattern } }] };
	}
	return { ...next, runs: [] };
}

/** Bytes of the body of a chunk, by its kind and the bytes it stands for. */
const BODY: Readonly<Record<number, (bytes: number) => number>> = {
	[RAW]: (bytes) => bytes,
	[FILL]: () => 4,
	[DONT_CARE]: () => 0,
	[CRC32]: () => 4,
};

function cutOff(reading: Reading, start: number, end: number): Finding {
	const finding = beyond(reading.home, start, end, { structure: chunkHeader.name });
	reading.report(finding);
	return finding;
}

/** All files laid over each other; what none of them has is zeros, or lost when one of them is damaged. */
function part(
	{ blk_sz, total_blks }: Header,
	runs: readonly Run[],
	files: readonly Home[],
	lost: Lost | undefined,
) {
	const pieces = new Pieces(files);
	const rest: Origin = lost ? { kind: "lost", why: lost } : ZEROS;
	let block = 0;
	let held = 0;
	for (const { from, count, origin } of runs.toSorted((a, b) => a.from - b.from)) {
		if (from + count <= block) continue;
		pieces.add((from - block) * blk_sz, rest);
		// What an earlier file has already is not taken from a later one.
		const skipped = Math.max(0, block - from);
		const moved = origin.kind === "copy" ? copyOf(origin.at + skipped * blk_sz, origin.of) : origin;
		pieces.add((count - skipped) * blk_sz, moved);
		held += count - skipped;
		block = from + count;
	}
	pieces.add((total_blks - block) * blk_sz, rest);
	return {
		name: "",
		size: pieces.size,
		bytes: pieces,
		...(held === total_blks
			? {}
			: { detail: `${countText(held)} of ${countText(total_blks)} blocks are in it` }),
	};
}
