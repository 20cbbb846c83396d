/** Structures of Nydus: what a bootstrap says of its blobs, and what the blobs say of themselves. */
import { little as f, showText, table } from "./tables";

const COMPRESSORS = { 0: "none", 1: "LZ4 blocks", 2: "gzip", 3: "Zstandard" };
const text = (at: number, size: number, doc: string) =>
	f.bytes(at, size, { role: "text", doc, show: showText });
const digest = (at: number, doc: string) => f.bytes(at, 32, { role: "checksum", doc });

/** Byte of a bootstrap at which its own superblock begins. */
export const EXTENSION = 1152;

export const extension = table(
	"rafs_extension",
	256,
	"Stands behind the superblock of a bootstrap and leads to the tables of its blobs.",
	{
		flags: f.u64(0, { role: "flags", doc: "Which compression, digest and cipher blobs may have." }),
		blob_table_offset: f.u64(8, { role: "pointer", doc: "Byte of the table of blobs." }),
		blob_table_size: f.u32(16, { role: "size", doc: "Bytes of it, 256 for each blob." }),
		chunk_size: f.u32(20, { role: "size", doc: "Bytes of a chunk of a file." }),
		chunk_table_offset: f.u64(24, { role: "pointer", doc: "Byte of the table of chunks." }),
		chunk_table_size: f.u64(32, { role: "size", doc: "Bytes of it, 80 for each chunk." }),
		prefetch_table_offset: f.u64(40, {
			role: "pointer",
			doc: "Byte of the list of files to fetch first.",
		}),
		prefetch_table_size: f.u32(48, { role: "size", doc: "Bytes of it, 4 for each file." }),
		reserved: f.bytes(52, 204, { role: "reserved", doc: "Not used." }),
	},
);

/** Bits of the features of a blob. */
export const FEATURE = { V2: 4, ZRAN: 8, SEPARATE: 0x10, TARFS: 0x40, BATCH: 0x80 } as const;

export const blobEntry = table("rafs_blob", 256, "A blob, and where its list of chunks is.", {
	id: text(0, 64, "Its name: digits of a digest."),
	index: f.u32(64, { role: "id", doc: "Number of the blob, from 0." }),
	chunk_size: f.u32(68, { role: "size", doc: "Bytes of a chunk." }),
	chunk_count: f.u32(72, { role: "count", doc: "Chunks in it." }),
	compressor: f.u32(76, { role: "id", doc: "How chunks are compressed.", names: COMPRESSORS }),
	digester: f.u32(80, {
		role: "id",
		doc: "Digest of the chunks.",
		names: { 0: "BLAKE3", 1: "SHA-256" },
	}),
	features: f.u32(84, {
		role: "flags",
		doc: "How it is laid out.",
		bits: [
			{ mask: 1, label: "aligned", doc: "Chunks begin at multiples of 4 KiB." },
			{ mask: 2, label: "inlined", doc: "The bootstrap is in the blob." },
			{ mask: FEATURE.V2, label: "v2", doc: "Entries of the list of chunks have 24 bytes." },
			{ mask: FEATURE.ZRAN, label: "zran", doc: "The blob is an ordinary tar.gz." },
			{ mask: FEATURE.SEPARATE, label: "separate", doc: "The list of chunks is another blob." },
			{ mask: 0x20, label: "digests", doc: "The blob has the digests of its chunks." },
			{ mask: FEATURE.TARFS, label: "tarfs", doc: "The blob is a tar archive." },
			{ mask: FEATURE.BATCH, label: "batch", doc: "Small chunks are compressed together." },
			{ mask: 0x100, label: "encrypted", doc: "Chunks are encrypted." },
		],
	}),
	compressed_size: f.u64(88, { role: "size", doc: "Bytes that are stored; what counts varies." }),
	uncompressed_size: f.u64(96, { role: "size", doc: "Bytes of all chunks." }),
	toc_size: f.u32(104, { role: "size", doc: "Bytes of the table of contents at its end." }),
	info_compressor: f.u32(108, {
		role: "id",
		doc: "How the list of chunks is compressed.",
		names: COMPRESSORS,
	}),
	info_offset: f.u64(112, { role: "pointer", doc: "Byte at which the list of chunks begins." }),
	info_size: f.u64(120, { role: "size", doc: "Bytes of it as stored." }),
	info_unpacked: f.u64(128, { role: "size", doc: "Bytes of it unpacked." }),
	toc_digest: digest(136, "SHA-256 of the table of contents."),
	meta_digest: digest(168, "Name of the blob with the list of chunks; or the key of the cipher."),
	meta_size: f.u64(200, { role: "size", doc: "Bytes of that blob; or a part of the key." }),
	iv: f.bytes(208, 8, { role: "attr", doc: "A part of the key." }),
	cipher: f.u32(216, {
		role: "id",
		doc: "How it is encrypted.",
		names: { 0: "none", 1: "AES-128-XTS" },
	}),
	reserved: f.bytes(220, 36, { role: "reserved", doc: "Not used." }),
});

export const chunkEntry = table("rafs_chunk", 80, "A chunk of a file, with its digest.", {
	digest: digest(0, "Digest of the chunk, unpacked."),
	blob_index: f.u32(32, { role: "id", doc: "Number of the blob that it is in." }),
	flags: f.u32(36, {
		role: "flags",
		doc: "How it is stored.",
		bits: [
			{ mask: 1, label: "compressed", doc: "It is compressed." },
			{ mask: 2, label: "encrypted", doc: "It is encrypted." },
		],
	}),
	compressed_size: f.u32(40, { role: "size", doc: "Bytes as stored." }),
	uncompressed_size: f.u32(44, { role: "size", doc: "Bytes unpacked." }),
	compressed_offset: f.u64(48, { role: "pointer", doc: "Byte of the blob." }),
	uncompressed_offset: f.u64(56, { role: "pointer", doc: "Byte of the device." }),
	file_offset: f.u64(64, { role: "pointer", doc: "Byte of the file." }),
	index: f.u32(72, { role: "id", doc: "Number of the chunk in its blob." }),
	crc32: f.u32(76, { role: "checksum", doc: "CRC-32C of it, where there is one." }),
});

export const infoHeader = table("rafs_chunk_info", 4096, "Stands behind the list of chunks.", {
	magic: f.u32(0, { role: "magic", doc: "0xb10bb10b." }),
	features: f.u32(4, { role: "flags", doc: "As those of the blob." }),
	compressor: f.u32(8, { role: "id", doc: "How the list is compressed.", names: COMPRESSORS }),
	entries: f.u32(12, { role: "count", doc: "Chunks." }),
	offset: f.u64(16, { role: "pointer", doc: "Byte at which the list begins." }),
	size: f.u64(24, { role: "size", doc: "Bytes of it as stored." }),
	unpacked: f.u64(32, { role: "size", doc: "Bytes of it unpacked." }),
	contexts_offset: f.u64(40, {
		role: "pointer",
		doc: "Byte of the unpacked list at which what several chunks share begins.",
	}),
	contexts_size: f.u64(48, { role: "size", doc: "Bytes of that." }),
	contexts: f.u64(56, { role: "count", doc: "Number of things that are shared." }),
	reserved: f.bytes(64, 4028, { role: "reserved", doc: "Not used." }),
	end: f.u32(4092, { role: "magic", doc: "0xb10bb10b." }),
});
export const INFO_MAGIC = 0xb10bb10b;

export const tocEntry = table("rafs_toc_entry", 128, "A part of the blob.", {
	flags: f.u32(0, {
		role: "flags",
		doc: "How it is compressed.",
		bits: [
			{ mask: 1, label: "plain", doc: "Not compressed." },
			{ mask: 2, label: "Zstandard", doc: "One frame." },
			{ mask: 4, label: "LZ4", doc: "One block." },
		],
	}),
	reserved: f.bytes(4, 4, { role: "reserved", doc: "Not used." }),
	name: text(8, 16, "Which part it is."),
	digest: digest(24, "SHA-256 of it, unpacked."),
	offset: f.u64(56, { role: "pointer", doc: "Byte at which it begins." }),
	size: f.u64(64, { role: "size", doc: "Bytes as stored." }),
	unpacked: f.u64(72, { role: "size", doc: "Bytes unpacked." }),
	rest: f.bytes(80, 48, { role: "reserved", doc: "Not used." }),
});
