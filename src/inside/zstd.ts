/** A Zstandard frame: its header, its blocks, and the sections of each (RFC 8878). */

export interface ZstdBlock {
	/** The header of 3 bytes, and behind the block; bytes of the stream. */
	readonly start: number;
	readonly end: number;
	readonly type: "raw" | "repeated" | "compressed";
	/** Of a compressed block: bytes of its literals section, and how many sequences follow. */
	readonly literals?: number;
	readonly sequences?: number;
}

export interface ZstdInside {
	/** Behind the frame header. */
	readonly header: number;
	/** Bytes that the frame says it decodes to. */
	readonly size?: number;
	readonly single: boolean;
	readonly checksum: boolean;
	readonly blocks: readonly ZstdBlock[];
	readonly stopped?: { readonly at: number; readonly why: string };
}

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** More are not told: a unit decodes to at most 12 MiB, blocks to 128 KiB. */
const MOST_BLOCKS = 4096;

const TYPES = ["raw", "repeated", "compressed"] as const;

export function zstdInside(input: Uint8Array): ZstdInside {
	const le = (at: number, bytes: number): number => {
		let value = 0;
		for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (input[at + i] ?? 0);
		return value;
	};
	const none = { header: 0, single: false, checksum: false, blocks: [] };
	if (MAGIC.some((byte, i) => input[i] !== byte))
		return { ...none, stopped: { at: 0, why: "It does not begin with the mark of a frame." } };
	const descriptor = input[4] ?? 0;
	const single = (descriptor & 0x20) !== 0;
	const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
	const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
	const sizeAt = 5 + (single ? 0 : 1) + dictionary;
	const header = sizeAt + sizeBytes;
	const told = le(sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
	const about = {
		header,
		single,
		checksum: (descriptor & 4) !== 0,
		...(sizeBytes > 0 ? { size: told } : {}),
	};
	const blocks: ZstdBlock[] = [];
	for (let at = header; blocks.length < MOST_BLOCKS; ) {
		if (at + 3 > input.length)
			return { ...about, blocks, stopped: { at, why: "The stream ends before its last block." } };
		const word = le(at, 3);
		const type = TYPES[(word >> 1) & 3];
		const size = word >>> 3;
		if (!type) return { ...about, blocks, stopped: { at, why: "The type of the block is none." } };
		const end = at + 3 + (type === "repeated" ? 1 : size);
		if (end > input.length)
			return { ...about, blocks, stopped: { at, why: "The block is longer than the stream." } };
		const sections = type === "compressed" ? sectionsOf(input, at + 3, end) : {};
		blocks.push({ start: at, end, type, ...sections });
		if (word & 1) break;
		at = end;
	}
	return { ...about, blocks };
}

/** The literals section, and the number of sequences behind it. */
function sectionsOf(
	input: Uint8Array,
	start: number,
	end: number,
): Pick<ZstdBlock, "literals" | "sequences"> {
	const first = input[start] ?? 0;
	const type = first & 3;
	const format = (first >> 2) & 3;
	let head: number;
	let stored: number;
	const word = first | ((input[start + 1] ?? 0) << 8) | ((input[start + 2] ?? 0) << 16);
	if (type < 2) {
		head = format === 1 ? 2 : format === 3 ? 3 : 1;
		const size = head === 1 ? first >> 3 : word & (head === 2 ? 0xffff : 0xffffff);
		stored = type === 1 ? 1 : head === 1 ? size : size >> 4;
	} else {
		head = format < 2 ? 3 : format + 2;
		const bits = [10, 10, 14, 18][format] ?? 10;
		const wide = word + (input[start + 3] ?? 0) * 2 ** 24 + (input[start + 4] ?? 0) * 2 ** 32;
		stored = Math.floor(wide / 2 ** (4 + bits)) % 2 ** bits;
	}
	const literals = head + stored;
	const at = start + literals;
	if (at >= end) return { literals };
	const count = input[at] ?? 0;
	const second = input[at + 1] ?? 0;
	const third = input[at + 2] ?? 0;
	const sequences =
		count < 128
			? count
			: count < 255
				? ((count - 128) << 8) + second
				: second + (third << 8) + 0x7f00;
	return { literals, sequences };
}
