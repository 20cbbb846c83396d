/**
 * Compressed files that say where their pieces are: any byte is had by unpacking one of them.
 * Zstandard with a table of frames at its end (the seekable format) or a list of chunks (layers of
 * container images), xz with its index.
 */
import { crc32 } from "../base/crc32";
import { asPosition } from "../base/exact";
import { MOST_PIECES, Pieces } from "./pieces";
import type { Reading } from "./reading";
import { big, little as f, startsWith, table } from "./tables";

/** Bytes that are unpacked for one byte: beyond, unpacking all once is better. */
const MOST_UNIT = 32 << 20;

const SKIPPABLE = 8;

export const seekFooter = table("zstd_seek_table_footer", 9, "Ends a seek table.", {
	frames: f.u32(0, { role: "count", doc: "Frames that the table has lines for." }),
	descriptor: f.u8(4, {
		role: "flags",
		doc: "What lines have.",
		bits: [{ mask: 0x80, label: "checksums", doc: "Each line has a checksum of the contents." }],
	}),
	magic: f.u32(5, { role: "magic", doc: "0x8f92eab1." }),
});
const SEEKABLE = 0x8f92eab1;

const SEEK_TABLE = { key: "seek_table", role: "size", doc: "Sizes of each frame." } as const;

/** The frames by the seek table, or the chunks by their index; undefined where there is none that can be used. @throws Missing */
export function framesOf(reading: Reading): Pieces | undefined {
	const { size } = reading;
	const end = size - seekFooter.size;
	if (end < SKIPPABLE) return undefined;
	if (reading.look(seekFooter, end).magic !== SEEKABLE) return chunksOf(reading);
	const { frames, descriptor } = reading.read(seekFooter, end);
	const each = descriptor & 0x80 ? 12 : 8;
	const start = end - frames * each;
	if (frames > MOST_PIECES || start < SKIPPABLE) return undefined;
	const bytes = reading.slice(SEEK_TABLE, start, end);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const pieces = new Pieces();
	let at = 0;
	for (let i = 0; i < frames; i++) {
		const packed = view.getUint32(i * each, true);
		const count = view.getUint32(i * each + 4, true);
		if (count > MOST_UNIT) return undefined;
		const frame = { codec: "zstd", start: at, end: at + packed } as const;
		pieces.add(count, { kind: "unit", packed: frame, size: count, at: 0 });
		at += packed;
	}
	return at === start - SKIPPABLE ? pieces : undefined;
}

/** A list of chunks, each a frame, in the last frame of the file, which is skippable. */
export const chunkIndex = table("chunk_index_header", 32, "Stands in front of a list of chunks.", {
	magic: f.u32(0, { role: "magic", doc: "0x67ece4cd." }),
	version: f.u8(4, { role: "id", doc: "1." }),
	compression: f.u8(5, {
		role: "id",
		doc: "How chunks are compressed.",
		names: { 0: "not", 1: "Zstandard" },
	}),
	flags: f.u16(6, { role: "flags", doc: "None are known." }),
	size: f.u64(8, { role: "size", doc: "Bytes of all chunks, unpacked." }),
	count: f.u32(16, { role: "count", doc: "Chunks." }),
	hash_kind: f.u8(20, { role: "id", doc: "Hash of each chunk.", names: { 0: "none", 1: "SHA-2" } }),
	hash_size: f.u8(21, { role: "size", doc: "Bytes of a hash." }),
});
const CHUNK_INDEX = [0xcd, 0xe4, 0xec, 0x67];
const CHUNKS = { key: "chunk_index", role: "pointer", doc: "Where each chunk is." } as const;
/** Bytes at the end in which a chunk index is looked for: it is as long as the chunks are many. */
const MOST_INDEX = 256 << 10;
const ZSTD_CHUNKS = 1;

/** Where the chunk index is, whose frame ends the file. @throws Missing */
function chunkIndexAt(reading: Reading): number | undefined {
	const from = Math.max(0, reading.size - MOST_INDEX);
	const tail = reading.bytes.slice(from, reading.size);
	const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
	for (let at = SKIPPABLE; at + chunkIndex.size <= tail.length; at++) {
		if (!startsWith(tail, CHUNK_INDEX, at)) continue;
		const isSkippable = view.getUint32(at - SKIPPABLE, true) >>> 4 === 0x184d2a5;
		if (isSkippable && at + view.getUint32(at - 4, true) === tail.length) return from + at;
	}
	return undefined;
}

/** The chunks by the index; undefined where there is none that can be used. @throws Missing */
function chunksOf(reading: Reading): Pieces | undefined {
	const at = chunkIndexAt(reading);
	if (at === undefined) return undefined;
	const head = reading.read(chunkIndex, at);
	const { count, hash_size, compression, size: total } = head;
	const each = 16 + hash_size;
	const start = at + chunkIndex.size;
	const isWhole =
		start + count * each === reading.size && total < BigInt(MOST_UNIT) * BigInt(count);
	if (compression !== ZSTD_CHUNKS || !(count > 0 && count <= MOST_PIECES) || !isWhole)
		return undefined;
	const bytes = reading.slice(CHUNKS, start, reading.size);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const word = (n: number, field: 0 | 8): number =>
		asPosition(view.getBigUint64(n * each + field, true));
	const pieces = new Pieces();
	for (let n = 0; n < count; n++) {
		const isLast = n === count - 1;
		const [from, to] = [word(n, 0), isLast ? at - SKIPPABLE : word(n + 1, 0)];
		const size = (isLast ? asPosition(total) : word(n + 1, 8)) - word(n, 8);
		if (word(n, 8) !== pieces.size || !(size > 0 && size <= MOST_UNIT) || !(from < to)) {
			return undefined;
		}
		// Frames that are skipped may follow, to fill the room up.
		const packed = { codec: "zstd", start: from, end: to, size } as const;
		pieces.add(size, { kind: "unit", packed, size, at: 0 });
	}
	return pieces;
}

export const xzHeader = table("xz_stream_header", 12, "Stands in front of each stream.", {
	magic: f.bytes(0, 6, { role: "magic", doc: "fd 37 7a 58 5a 00." }),
	flags: big.u16(6, {
		role: "flags",
		doc: "Which check the blocks have.",
		names: { 0: "none", 1: "CRC-32", 4: "CRC-64", 10: "SHA-256" },
	}),
	crc32: f.u32(8, { role: "checksum", doc: "CRC-32 of the flags." }),
});

export const xzFooter = table("xz_stream_footer", 12, "Ends a stream.", {
	crc32: f.u32(0, { role: "checksum", doc: "CRC-32 of the next six bytes." }),
	backward_size: f.u32(4, {
		role: "size",
		doc: "Bytes of the index in front, in units of four, less one.",
	}),
	flags: big.u16(8, { role: "flags", doc: "As in the header of the stream." }),
	magic: f.bytes(10, 2, { role: "magic", doc: "YZ." }),
});
const XZ_HEADER = 12;
const INDEX = { key: "xz_index", role: "size", doc: "Sizes of each block." } as const;

/** The blocks by the index; undefined where there is none that can be used. @throws Missing */
export function blocksOf(reading: Reading): Pieces | undefined {
	const foot = reading.size - xzFooter.size;
	if (foot < XZ_HEADER + SKIPPABLE) return undefined;
	const { magic, backward_size, flags } = reading.look(xzFooter, foot);
	const start = foot - (backward_size + 1) * 4;
	if (!startsWith(magic, "YZ") || start < XZ_HEADER) return undefined;
	const bytes = reading.slice(INDEX, start, foot - 4);
	const numbers = new Numbers(bytes.subarray(1));
	const count = numbers.next();
	if (bytes[0] !== 0 || !(count > 0 && count <= MOST_PIECES)) return undefined;
	const pieces = new Pieces();
	let at = XZ_HEADER;
	for (let i = 0; i < count; i++) {
		const unpadded = numbers.next();
		const size = numbers.next();
		if (!(size <= MOST_UNIT && unpadded > 0)) return undefined;
		const end = at + Math.ceil(unpadded / 4) * 4;
		const packed = { codec: "xz-block", start: at, end, check: flags & 15 } as const;
		pieces.add(size, { kind: "unit", packed, size, at: 0 });
		at = end;
	}
	// Of several streams in one file the last index knows only its own blocks.
	if (at !== start) return undefined;
	checkAround(reading, start, foot);
	return pieces;
}

/** Tells which checksums of what is around the blocks are wrong. @throws Missing */
function checkAround(reading: Reading, index: number, foot: number): void {
	const { bytes } = reading;
	const isRight = (start: number, end: number, sum: number) =>
		crc32(bytes.slice(start, end)) === bytes.u32(sum);
	const code = "xz-checksum";
	if (!isRight(6, 8, xzHeader.at.crc32)) {
		reading.blame(xzHeader, "crc32", 0, { code, text: "The checksum of the header is wrong." });
	}
	if (!isRight(index, foot - 4, foot - 4)) {
		const at = { space: reading.home.space, start: foot - 4, end: foot };
		const text = "The checksum of the index is wrong.";
		reading.report({ code, severity: "error", text, structure: INDEX.key, at });
	}
	if (!isRight(foot + 4, foot + 10, foot)) {
		reading.blame(xzFooter, "crc32", foot, { code, text: "The checksum of the footer is wrong." });
	}
}

/** Numbers in groups of seven bits, the lowest first. */
class Numbers {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** NaN behind the end, and for what is longer than nine bytes. */
	next(): number {
		let value = 0;
		for (let i = 0; i < 9; i++) {
			const byte = this.#bytes[this.#at++];
			if (byte === undefined) return Number.NaN;
			value += (byte & 0x7f) * 2 ** (7 * i);
			if (byte < 0x80) return value;
		}
		return Number.NaN;
	}
}
