/**
 * Compressed files that say where their pieces are: any byte is had by unpacking one of them.
 * Zstandard with a table of frames at its end (the seekable format), xz with its index.
 */

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

/** The frames by the seek table; undefined where there is none that can be used. @throws Missing */
export function framesOf(reading: Reading): Pieces | undefined {
	const { size } = reading;
	const end = size - seekFooter.size;
	if (end < SKIPPABLE || reading.look(seekFooter, end).magic !== SEEKABLE) return undefined;
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
	return at === start ? pieces : undefined;
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
