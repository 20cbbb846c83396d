/** Compressed files: one file in each, which has to be unpacked from its beginning. */
import type { Decoded, Fields, Struct } from "../schema/struct";
import { blocksOf, framesOf, xzHeader } from "./indexed";
import type { Pieces } from "./pieces";
import { Reading } from "./reading";
import { little as f, startsWith, table } from "./tables";
import type { Contents, Given, StreamCodec, Wrapper } from "./wrapper";

export const gzipHeader = table("gzip_header", 10, "Stands in front of each member.", {
	magic: f.bytes(0, 2, { role: "magic", doc: "1f 8b." }),
	method: f.u8(2, { role: "id", doc: "How it is compressed.", names: { 8: "deflate" } }),
	flags: f.u8(3, {
		role: "flags",
		doc: "What follows the header.",
		bits: [
			{ mask: 1, label: "text", doc: "It is probably text." },
			{ mask: 2, label: "header checksum", doc: "The header has a checksum." },
			{ mask: 4, label: "extra", doc: "Fields of other programs follow." },
			{ mask: 8, label: "name", doc: "The name follows." },
			{ mask: 16, label: "comment", doc: "A comment follows." },
		],
	}),
	mtime: f.u32(4, { role: "time", doc: "Time of the last change, seconds since 1970; 0: none." }),
	extra_flags: f.u8(8, { role: "attr", doc: "2: most compressed; 4: fastest." }),
	system: f.u8(9, {
		role: "id",
		doc: "System that wrote it.",
		names: { 0: "FAT", 3: "Unix", 255: "unknown" },
	}),
});

export const zstdHeader = table("zstd_frame_header", 5, "Stands in front of each frame.", {
	magic: f.u32(0, { role: "magic", doc: "0xfd2fb528." }),
	descriptor: f.u8(4, {
		role: "flags",
		doc: "What the rest of the header has.",
		bits: [
			{ mask: 3, label: "dictionary id", doc: "Bytes of the number of a dictionary." },
			{ mask: 4, label: "checksum", doc: "A checksum of the contents follows them." },
			{ mask: 0x20, label: "single segment", doc: "The window is the whole contents." },
			{ mask: 0xc0, label: "content size", doc: "Bytes of the size of the contents." },
		],
	}),
});

export const bzip2Header = table("bzip2_header", 4, "Stands in front of the stream.", {
	magic: f.bytes(0, 3, { role: "magic", doc: "BZh." }),
	level: f.u8(3, { role: "size", doc: "Digit: hundreds of kilobytes of a block." }),
});

export const lz4Header = table("lz4_frame_header", 7, "Stands in front of each frame.", {
	magic: f.u32(0, { role: "magic", doc: "0x184d2204." }),
	flags: f.u8(4, {
		role: "flags",
		doc: "What the frame has.",
		bits: [
			{ mask: 1, label: "dictionary id", doc: "The number of a dictionary follows." },
			{ mask: 4, label: "content checksum", doc: "A checksum of the contents follows them." },
			{ mask: 8, label: "content size", doc: "The size of the contents follows." },
			{ mask: 0x10, label: "block checksums", doc: "Each block has a checksum." },
			{ mask: 0x20, label: "independent blocks", doc: "No block looks back into another." },
			{ mask: 0xc0, label: "version", doc: "1." },
		],
	}),
	block_size: f.u8(5, { role: "size", doc: "How large blocks may be." }),
});

export const lzmaHeader = table("lzma_header", 13, "Stands in front of the stream.", {
	properties: f.u8(0, { role: "id", doc: "How bits are guessed: (pb × 5 + lp) × 9 + lc." }),
	dictionary: f.u32(1, { role: "size", doc: "Bytes back that are referred to." }),
	size: f.u64(5, { role: "size", doc: "Bytes that come out; all ones: a mark ends the stream." }),
});

/** Nothing marks it: so only what programs write by default is taken for one. */
function isLzma(head: Uint8Array): boolean {
	if (head.length < lzmaHeader.size || !startsWith(head, [0x5d, 0, 0])) return false;
	const view = new DataView(head.buffer, head.byteOffset);
	const [dictionary, size] = [view.getUint32(1, true), view.getBigUint64(5, true)];
	const isUnknown = size === 2n ** 64n - 1n;
	// The first byte of the stream itself is always zero.
	return dictionary >= 1 << 16 && (isUnknown || size < 2n ** 48n) && (head[13] ?? 0) === 0;
}

export const lz4LegacyHeader = table("lz4_legacy_header", 8, "Stands in front of the blocks.", {
	magic: f.u32(0, { role: "magic", doc: "0x184c2102." }),
	block_size: f.u32(4, { role: "size", doc: "Stored bytes of the first block." }),
});

interface Kind {
	readonly id: string;
	readonly codec: StreamCodec;
	readonly name: string;
	readonly reads: string;
	readonly header: Struct<undefined>;
	probe(head: Uint8Array): boolean;
	/** Its pieces, where it says where they are. @throws Missing */
	pieces?(reading: Reading): Pieces | undefined;
}

const stream = <F extends Fields<undefined>>({
	pieces,
	header,
	codec,
	...wrapper
}: Omit<Kind, "header"> & { readonly header: Struct<undefined, F> }): Wrapper => ({
	...wrapper,
	isStream: true,
	async open({ signal, ...home }: Given): Promise<Contents> {
		const reading = new Reading(home, signal);
		await reading.step((): Decoded<Struct<undefined, F>> | undefined =>
			reading.has(0, header.size) ? reading.read(header, 0) : undefined,
		);
		const known = await reading.step(() => pieces?.(reading));
		const bytes = known ?? { codec, start: 0, end: reading.size };
		return { readings: [reading], parts: [{ name: "", size: known?.size, bytes }] };
	},
});

export const gzip = stream({
	id: "gzip",
	codec: "gzip",
	name: "a gzip-compressed file",
	reads: "one member or several; unpacked once",
	header: gzipHeader,
	probe: (head) => startsWith(head, [0x1f, 0x8b, 8]),
});

export const xz = stream({
	id: "xz",
	codec: "xz",
	name: "an xz-compressed file",
	reads: "streams, blocks, filters, all checks; several blocks by their index, else unpacked once",
	pieces: blocksOf,
	header: xzHeader,
	probe: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
});

/** Skippable frames, whose magic number ends in any digit, may come first. */
export const zstd = stream({
	id: "zstd",
	codec: "zstd",
	name: "a Zstandard-compressed file",
	reads:
		"frames with windows of up to 512 MiB, with and without size; the seekable format by its table, chunks of container layers by their index, else unpacked once",
	pieces: framesOf,
	header: zstdHeader,
	probe: (head) =>
		startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) ||
		(((head[0] as number) & 0xf0) === 0x50 && startsWith(head, [0x2a, 0x4d, 0x18], 1)),
});

const FIRST_BLOCK = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const END_OF_STREAM = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];

/** A digit, and then a block or, of an empty file, the end: as far as they are there. */
function isBzip2(head: Uint8Array): boolean {
	if (!startsWith(head, "BZh")) return false;
	const [digit, ...next] = head.subarray(3, 10);
	const isMagic = (magic: readonly number[]) => next.every((byte, i) => byte === magic[i]);
	const isDigit = digit === undefined || (digit >= 0x31 && digit <= 0x39);
	return isDigit && (isMagic(FIRST_BLOCK) || isMagic(END_OF_STREAM));
}

export const bzip2 = stream({
	id: "bzip2",
	codec: "bzip2",
	name: "a bzip2-compressed file",
	reads: "one stream or several; unpacked once",
	header: bzip2Header,
	probe: isBzip2,
});

export const lz4 = stream({
	id: "lz4",
	codec: "lz4",
	name: "an LZ4-compressed file",
	reads: "frames with dependent and independent blocks; unpacked once",
	header: lz4Header,
	probe: (head) => startsWith(head, [0x04, 0x22, 0x4d, 0x18]),
});

export const lz4Legacy = stream({
	id: "lz4-legacy",
	codec: "lz4",
	name: "an LZ4-compressed file of the legacy format",
	reads: "blocks of 8 MiB, as Linux kernels have them; unpacked once",
	header: lz4LegacyHeader,
	probe: (head) => startsWith(head, [0x02, 0x21, 0x4c, 0x18]),
});

export const lzma = stream({
	id: "lzma",
	codec: "lzma",
	name: "an LZMA-compressed file",
	reads: "files before xz, of known and of unknown size; unpacked once",
	header: lzmaHeader,
	probe: isLzma,
});
