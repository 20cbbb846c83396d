/** Single faults, each planted in a good image: a field that says something else than it should. */
import { readFileSync } from "node:fs";
import { dirent } from "../erofs/structs/dirent";
import { inodeCompact, inodeExtended } from "../erofs/structs/inode";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { mapHeader } from "../erofs/structs/zmap";
import { fixture, hugeFixtures } from "./fixtures";

export interface Seed {
	/** What is to be found then. */
	readonly code: string;
	/** Where many structures can have it. */
	readonly structure?: string;
	/** A good fixture. */
	readonly image: string;
	/** Byte of the file, and what is written there. */
	readonly at: number;
	readonly bytes: readonly number[];
}

/** A field of the superblock of an image, given another value: little-endian, as many bytes as given. */
const inSuperblock = (
	code: string,
	image: string,
	field: keyof typeof superblock.at,
	...bytes: number[]
): Seed => ({ code, image, at: SB_OFFSET + superblock.at[field], bytes });

/** The first configuration record lies behind its length, behind the superblock. */
const FIRST_CONFIG = SB_OFFSET + superblock.size + 2;

const COMPACT = inodeCompact.at;
const EXTENDED = inodeExtended.at;
const MAP = mapHeader.at;

export const seeds: readonly Seed[] = [
	inSuperblock("sb-blkszbits", "tiny-plain", "blkszbits", 3),
	inSuperblock("sb-fixed-nsec", "tiny-plain", "fixed_nsec", 0xff, 0xff, 0xff, 0xff),
	inSuperblock("sb-dirblkbits", "tiny-plain", "dirblkbits", 1),
	inSuperblock("sb-algorithms-unknown", "deflate-frag", "available_compr_algs", 0x14),
	inSuperblock("sb-prefix-count", "xattr-prefix-plain", "xattr_prefix_count", 200),
	inSuperblock("xattr-long-prefix", "xattr-prefix-plain", "xattr_prefix_count", 1),
	inSuperblock("xattr-prefix-record", "xattr-prefix-plain", "xattr_prefix_start", 0, 0, 0, 0),
	inSuperblock("sb-packed-nid-metabox", "deflate-frag", "packed_nid", 1, 0, 0, 0, 0, 0, 0, 0x80),
	inSuperblock("sb-packed-nid", "deflate-frag", "packed_nid", 0xff, 0xff, 0xff),
	inSuperblock("sb-blocks-zero", "tiny-plain", "blocks_lo", 0, 0, 0, 0),
	inSuperblock("sb-meta-blkaddr", "tiny-plain", "meta_blkaddr", 0xff, 0xff),
	inSuperblock("sb-xattr-blkaddr", "tiny-plain", "xattr_blkaddr", 0xff, 0xff),
	inSuperblock("sb-devices-unused", "tiny-plain", "extra_devices", 1),
	inSuperblock("sb-prefixes-undeclared", "tiny-plain", "xattr_prefix_count", 1),
	inSuperblock("sb-extslots-metabox", "metabox-frag", "sb_extslots", 0),
	inSuperblock("xattr-prefix-home", "xattr-metabox-prefix", "sb_extslots", 0),
	inSuperblock("algorithm-not-declared", "multialg-hints", "available_compr_algs", 1),
	{ code: "cfg-length", image: "deflate-frag", at: FIRST_CONFIG - 2, bytes: [0, 0] },
	{ code: "cfg-deflate-window", image: "deflate-frag", at: FIRST_CONFIG, bytes: [99] },
	{ code: "cfg-zstd-window", image: "zstd-ztail-C65536", at: FIRST_CONFIG + 1, bytes: [99] },
	{
		code: "cfg-lzma-dict",
		image: "lzma-frag",
		at: FIRST_CONFIG,
		bytes: [0, 0, 0, 0xff],
	},
	// The root of this image is at 0x4a0; its first entry, “.”, follows.
	{ code: "dirent-file-type", image: "tiny-plain", at: 0x4e0 + dirent.at.file_type, bytes: [9] },
	{ code: "dirent-dots", image: "tiny-plain", at: 0x4e0 + dirent.at.nid, bytes: [1] },
	{ code: "directory-empty", image: "tiny-plain", at: 0x980 + COMPACT.i_size, bytes: [0] },
	// “a.txt”, “link” and “longlink”.
	{ code: "inode-nlink-zero", image: "tiny-plain", at: 0x5e0 + COMPACT.i_nlink, bytes: [0, 0] },
	{
		code: "inode-xattr-icount",
		image: "tiny-plain",
		at: 0x5e0 + COMPACT.i_xattr_icount,
		bytes: [1],
	},
	{
		code: "inode-nsec",
		image: "tiny-plain",
		at: 0xaa0 + EXTENDED.i_mtime_nsec,
		bytes: [255, 255, 255, 255],
	},
	{ code: "inode-size-sign", image: "tiny-plain", at: 0xaa0 + EXTENDED.i_size + 7, bytes: [0x80] },
	{ code: "symlink-long", image: "tiny-plain", at: 0xaa0 + EXTENDED.i_size, bytes: [0, 0x20] },
	{ code: "symlink-empty", image: "tiny-plain", at: 0xb00 + COMPACT.i_size, bytes: [0, 0] },
	{ code: "symlink-nul", image: "tiny-plain", at: 0xb20, bytes: [0] },
	// “fileA”, an inode of 64 bytes with a chunk map.
	{
		code: "chunk-format-bits",
		image: "chunk-4096-indexes",
		at: 0x680 + EXTENDED.chunk_format + 1,
		bytes: [1],
	},
	// Attributes of “tail” and “opq”.
	{ code: "xattr-shared-count", image: "xattr-default", at: 0x1c60 + 4, bytes: [255] },
	{ code: "xattr-name-index", image: "xattr-default", at: 0x194c + 1, bytes: [99] },
	{ code: "xattr-filter", image: "xattr-default", at: 0x1940, bytes: [255, 255, 255, 255] },
	// The map header of “text”, behind an inode of 64 bytes.
	{ code: "z-advise-unknown", image: "tinyz-lz4", at: 0xd20 + MAP.h_advise, bytes: [0x40] },
	{ code: "z-big-flags", image: "tinyz-lz4", at: 0xd20 + MAP.h_advise, bytes: [0x02] },
	{ code: "z-big-undeclared", image: "tinyz-lz4", at: 0xd20 + MAP.h_advise, bytes: [0x06] },
	{ code: "algorithm-unknown", image: "tinyz-lz4", at: 0xd20 + MAP.h_algorithmtype, bytes: [0x0f] },
	{ code: "z-clusterbits", image: "tinyz-lz4", at: 0xd20 + MAP.h_clusterbits, bytes: [0x0f] },
	{
		code: "z-clusterbits-reserved",
		image: "tinyz-lz4",
		at: 0xd20 + MAP.h_clusterbits,
		bytes: [0x10],
	},
	// Distances on to the next head: of a record, and of the last entry of a pack.
	{
		code: "z-lookahead",
		structure: "z_erofs_lcluster_index",
		image: "crafted-head2-lz4",
		at: 0x8de,
		bytes: [2],
	},
	{
		code: "z-lookahead",
		structure: "compact lcluster pack",
		image: "tinyz-lz4",
		at: 0x642,
		bytes: [3],
	},
	{ code: "z-idata-size", image: "zstd-ztail-C65536", at: 0x8e0 + MAP.h_idata_size, bytes: [0, 0] },
	{
		code: "reserved-not-zero",
		structure: "erofs_xattr_ibody_header",
		image: "xattr-default",
		at: 0x1380 + 5,
		bytes: [1],
	},
	{
		code: "reserved-not-zero",
		structure: "erofs_super_block (extension)",
		image: "metabox-frag",
		at: SB_OFFSET + superblock.size + 8,
		bytes: [1],
	},
	{
		code: "reserved-not-zero",
		structure: "z_erofs_extent",
		image: "records-32",
		at: 0xd060 + 20,
		bytes: [1],
	},
];

/** The image as it was. */
export function unplanted({ image }: Seed): Uint8Array {
	const { file } = hugeFixtures.find(({ name }) => name === image) ?? fixture(image);
	return readFileSync(file);
}

/** The image with the fault in it. */
export function planted(seed: Seed): Uint8Array {
	const whole = unplanted(seed);
	whole.set(seed.bytes, seed.at);
	return whole;
}
