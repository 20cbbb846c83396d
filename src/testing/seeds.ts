/** All faults that can be planted, and what else is found with some of them. */
import { chunkIndex } from "../erofs/structs/chunk";
import { configTable } from "../erofs/structs/configs";
import { deviceSlot } from "../erofs/structs/device";
import { dirent } from "../erofs/structs/dirent";
import { inodeCompact, inodeExtended } from "../erofs/structs/inode";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { mapHeader } from "../erofs/structs/zmap";
import { at, damaged, inSuperblock, type Seed } from "./seed";

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
	inSuperblock("sb-blocks-few", "crafted-head2-lz4", "blocks_lo", 3),
	inSuperblock("sb-meta-blkaddr", "tiny-plain", "meta_blkaddr", 0xff, 0xff),
	inSuperblock("sb-xattr-blkaddr", "tiny-plain", "xattr_blkaddr", 0xff, 0xff),
	inSuperblock("sb-devices-unused", "tiny-plain", "extra_devices", 1),
	inSuperblock("sb-prefixes-undeclared", "tiny-plain", "xattr_prefix_count", 1),
	inSuperblock("sb-extslots-metabox", "metabox-frag", "sb_extslots", 0),
	inSuperblock("xattr-prefix-home", "xattr-metabox-prefix", "sb_extslots", 0),
	// The table is made to lie in “tail3” as the packed inode, whose block is on a device of one block.
	{
		...inSuperblock("xattr-prefix-elsewhere", "xattr-prefix-plain", "feature_compat", 0x07),
		length: 16 * 4096,
		more: [
			inSuperblock("", "", "feature_incompat", 0x68),
			inSuperblock("", "", "blocks_lo", 16),
			inSuperblock("", "", "extra_devices", 1, 0, 480 & 0xff, 480 >> 8),
			inSuperblock("", "", "xattr_prefix_start", 0, 0, 0, 0),
			inSuperblock("", "", "packed_nid", 0, 3),
			{ at: 0x6000 + COMPACT.startblk_lo, bytes: [100, 0, 0, 0] },
			{ at: 480 * 128 + deviceSlot.at.blocks_lo, bytes: [1] },
			{ at: 480 * 128 + deviceSlot.at.uniaddr_lo, bytes: [100] },
		],
	},
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
	inSuperblock("sb-compat-unknown", "tiny-plain", "feature_compat", 7, 0, 0, 0x20),
	inSuperblock("sb-blkszbits-page", "empty-root", "blkszbits", 13),
	inSuperblock("sb-volume-name", "tiny-plain", "volume_name", 0, 0, 0x41),
	inSuperblock("sb-filter-reserved", "tiny-plain", "xattr_filter_reserved", 1),
	inSuperblock("device-table-place", "blobdev-48bit", "devt_slotoff", 1, 0),
	inSuperblock("chunk-undeclared", "chunk-4096-indexes", "feature_incompat", 0),
	{
		...inSuperblock("extent-partial-undeclared", "b48-rec8", "feature_incompat", 0x83),
		more: [{ at: 0x553, bytes: [0x48] }],
	},
	at("z-head1-algorithm", "crafted-head2-lz4", 2246, "07"),
	at("z-head2-algorithm", "tinyz-lz4", 0xd20 + MAP.h_algorithmtype, "70"),
	inSuperblock("z-head2-undeclared", "crafted-head2-lz4", "feature_incompat", 1),
	inSuperblock("z-tail-undeclared", "zstd-ztail-C65536", "feature_incompat", 3),
	inSuperblock("z-fragment-undeclared", "deflate-frag", "feature_incompat", 3),
	// The root of this image is at 0x4a0; its first entry, “.”, follows.
	{ code: "dirent-file-type", image: "tiny-plain", at: 0x4e0 + dirent.at.file_type, bytes: [9] },
	{ code: "dirent-dots", image: "tiny-plain", at: 0x4e0 + dirent.at.nid, bytes: [1] },
	// “gone”, whose entries are made to lie in the first block behind the image.
	{
		code: "directory-elsewhere",
		image: "blobdev-48bit",
		at: 0x760 + COMPACT.i_format,
		bytes: [0],
		more: [{ at: 0x760 + COMPACT.startblk_lo, bytes: [1, 0, 0, 0] }],
	},
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
	// The first byte of the last name in the root, “x5”.
	{ code: "dirent-utf8", image: "tiny-plain", at: 0x4e0 + 246, bytes: [0xff] },
	// “hard” becomes another name of the packed inode.
	{ code: "dirent-hidden", image: "deflate-frag", at: 0x4e0 + 72, bytes: [0x0c, 0x0a] },
	{ code: "directory-nlink", image: "tiny-plain", at: 0x980 + COMPACT.i_nlink, bytes: [9] },
	{
		code: "inode-bit4-extended",
		image: "b48-lz4hc-dedupe",
		at: 0xfe60 + EXTENDED.i_format,
		bytes: [0x13],
	},
	{
		code: "inode-bit4-undeclared",
		image: "tiny-plain",
		at: 0x980 + COMPACT.i_format,
		bytes: [0x14],
	},
	// “exact”, and the device “null”.
	{ code: "inode-nlink", image: "tiny-plain", at: 0xa80 + COMPACT.i_nlink, bytes: [5] },
	{ code: "inode-special-size", image: "tiny-plain", at: 0xc60 + EXTENDED.i_size, bytes: [1] },
	{ code: "inode-special-layout", image: "tiny-plain", at: 0xc60 + EXTENDED.i_format, bytes: [5] },
	// “fileA”, an inode of 64 bytes with a chunk map.
	{
		code: "chunk-bits",
		image: "chunk-4096-indexes",
		at: 0x680 + EXTENDED.chunk_format,
		bytes: [0x3f],
	},
	{
		code: "chunk-format-48bit",
		image: "chunk-4096-indexes",
		at: 0x680 + EXTENDED.chunk_format,
		bytes: [0x60],
	},
	{
		code: "chunk-device-bits",
		image: "chunk-4096-indexes",
		at: 0x6c0 + chunkIndex.at.device_id,
		bytes: [7],
	},
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
	// The second attribute of “x1” gets the name of the first.
	{ code: "xattr-twice", image: "tiny-plain", at: 0x4f1c + 4, bytes: [0x6f, 0x6e, 0x65] },
	// Attributes of “opqx”, “acl/d/sub”, “cap/ping”, and the filter of “fifo”.
	{ code: "xattr-acl-name", image: "xattr-default", at: 0x19cc + 1, bytes: [2] },
	{ code: "xattr-name-empty", image: "xattr-default", at: 0x54cc + 1, bytes: [1] },
	{ code: "xattr-acl-value", image: "xattr-default", at: 0x54cc + 4, bytes: [3] },
	{ code: "xattr-capability-size", image: "xattr-default", at: 0x568c + 2, bytes: [16] },
	{ code: "xattr-filter-loose", image: "xattr-default", at: 0x1720, bytes: [0, 0, 0, 0] },
	// The last byte of the digest of “small”.
	{ code: "xattr-digest", image: "xattr-digest-lz4", at: 0xbf6, bytes: [0xaa] },
	// The first record of “A”, of 4 bytes.
	{ code: "extent-hole-format", image: "b48-rec8", at: 0x550, bytes: [0, 0, 0, 0x10] },
	{ code: "extent-plen-limit", image: "b48-rec8", at: 0x550, bytes: [0xff, 0xff, 0x1f] },
	{ code: "extent-plen-reserved", image: "b48-rec8", at: 0x550 + 2, bytes: [0x20] },
	inSuperblock("z-lz4-distance", "tinyz-lz4", "lz4_max_distance", 16, 0),
	// The full index of “ünïcode.txt”: its header, and the first of two records.
	{
		code: "z-clusterbits",
		structure: "z_erofs_map_header",
		image: "crafted-head2-lz4",
		at: 0xfc0 + MAP.h_clusterbits,
		bytes: [0x0f],
	},
	{ code: "z-partial-undeclared", image: "crafted-head2-lz4", at: 0xfd0 + 1, bytes: [0x80] },
	{ code: "z-head-beyond", image: "crafted-head2-lz4", at: 0xfd8, bytes: [1] },
	at("z-mark-block", "crafted-head2-lz4", 0xfdc, "01"),
	{ code: "z-tail-twice", image: "zstd-ztail-C65536", at: 0x8e0 + MAP.h_advise, bytes: [0x2f] },
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
	inSuperblock("sb-ishare-prefix", "xattr-digest-lz4", "ishare_xattr_prefix_id", 5),
	inSuperblock("sb-rootnid-undeclared", "tiny-plain", "rootnid_8b", 1),
	inSuperblock("z-extents-undeclared", "b48-rec8", "feature_incompat", 0x23),
	// Records of all four algorithms, one behind the other.
	at("cfg-lz4-pcluster", "multialg-hints", 0x484, "ff7f"),
	at("cfg-format", "multialg-hints", 0x4aa, "01"),
	{ ...at("empty-file", "tiny-plain", 0, ""), length: 0 },
	{ ...at("too-short", "tiny-plain", 0, ""), length: 100 },
	inSuperblock("not-erofs", "tiny-plain", "magic", 0),
	{ ...inSuperblock("image-longer", "tiny-plain", "blocks_lo", 6), length: 0x7000 },
	{ ...inSuperblock("bytes-unreferenced", "tiny-plain", "blocks_lo", 7), length: 0x7000 },
	// The slot of “x1” is a second entry “..”.
	{
		...at("dirent-dots-twice", "tiny-plain", 0x5ce, "2e2e"),
		more: [{ at: 0x564, bytes: [0x25, 0] }],
	},
	at("dirent-dot-missing", "dirs-dot-omitted", 0x520 + COMPACT.i_format, "04"),
	// “..” becomes “--”, a third name of “a.txt”.
	{
		...at("dirent-dotdot-missing", "tiny-plain", 0x5a1, "2d2d"),
		more: [
			{ at: 0x4ec, bytes: [0x2f] },
			{ at: 0x4f6, bytes: [1] },
			{ at: 0x5e0 + COMPACT.i_nlink, bytes: [3] },
		],
	},
	at("nid-no-metabox", "tiny-plain", 0x4f8 + 7, "80"),
	at("directory-end", "tiny-plain", 0x980 + COMPACT.i_size, "df"),
	at("inode-ino-twice", "tiny-plain", 0xa80 + COMPACT.i_ino, "0100"),
	at("inode-blocks-impossible", "tinyz-lz4", 0xce0 + EXTENDED.blocks_lo, "ffffffff"),
	at("inode-blocks-sum", "tinyz-lz4", 0xce0 + EXTENDED.blocks_lo, "05"),
	// “exact” is said to lie where inodes are.
	at("bytes-owned-twice", "tiny-plain", 0xa80 + COMPACT.startblk_lo, "05"),
	// The last inode in the root has no name any more, and “a.txt” three.
	{
		...at("inode-orphan", "tiny-plain", 0x594, "2f00"),
		more: [{ at: 0x5e0 + COMPACT.i_nlink, bytes: [3] }],
	},
	at("padding-not-zero", "tiny-plain", 0x97f, "55"),
	// A name of 255 bytes takes them from the value behind it.
	{
		...at("xattr-name-length", "xattr-bigvalues", 0x102c, "ff"),
		more: [{ at: 0x102e, bytes: [0x22, 0x4d] }],
	},
	{ ...at("device-overlap", "merged-2layers", 0x544, "02"), devices: true },
	{ ...at("device-short", "blobdev-48bit", 0x4c0, "ff"), devices: true },
	{ ...at("device-unfilled", "blobdev-48bit", 0x4c0, "0000000000000000"), devices: true },
	{ ...at("device-gap", "merged-2layers", 0x4c0, "00000000"), devices: true },
	// The full index of “hard”: four records.
	at("z-no-begin", "crafted-head2-lz4", 0x8d2, "01"),
	at("z-di-clusterofs", "crafted-head2-lz4", 0x8ea, "0050"),
	at("z-cblkcnt-place", "crafted-head2-lz4", 0x8dc, "0108"),
	at("z-plain-length", "crafted-head2-lz4", 0x8d0, "00"),
	at("z-unit-shared-undeclared", "crafted-head2-lz4", 0x8e4, "05"),
	// Packed entries of “hard”, and of a file behind it.
	at("z-hole-counted", "deflate-frag", 0x8ea, "0028"),
	{
		...at("z-stored-limit", "deflate-frag", 0x8ea, "0129"),
		length: 2 << 20,
		more: [{ at: SB_OFFSET + superblock.at.blocks_lo, bytes: [0, 2] }],
	},
	{
		...at("z-interlaced-length", "deflate-frag", 0xe7b3, "00"),
		more: [{ at: 0xe7b8, bytes: [4, 0x28] }],
	},
	at("z-inline-crosses-block", "zstd-ztail-C65536", 0x8e0 + MAP.h_idata_size, "ff0f"),
	at("z-extents-inline", "b48-rec8", 0x540 + MAP.h_advise, "09"),
	{
		...at("extent-h-extents", "records-32", 0xd040 + MAP.h_extents_lo, "00000000"),
		more: [{ at: 0xd040 + MAP.h_extents_hi, bytes: [0, 0] }],
	},
	at("extent-plen", "b48-lz4hc-dedupe", 0x830, "00200000"),
	at("extent-lstart", "records-32", 0xd06c, "05"),
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
	{ ...inSuperblock("reserved-not-zero", "tiny-plain", "reserved", 1), structure: superblock.name },
	{
		...inSuperblock("reserved-not-zero", "tiny-plain", "reserved2", 1),
		structure: superblock.name,
	},
	{
		...at("reserved-not-zero", "multialg-hints", FIRST_CONFIG + 4, "01"),
		structure: configTable(0).name,
	},
	{
		...at("reserved-not-zero", "lzma-frag", FIRST_CONFIG + 6, "01"),
		structure: configTable(1).name,
	},
	{
		...at("reserved-not-zero", "deflate-frag", FIRST_CONFIG + 1, "01"),
		structure: configTable(2).name,
	},
	{
		...at("reserved-not-zero", "zstd-ztail-C65536", FIRST_CONFIG + 2, "01"),
		structure: configTable(3).name,
	},
	{
		...at("reserved-not-zero", "blobdev-48bit", 0x480 + deviceSlot.at.reserved, "01"),
		structure: deviceSlot.name,
		devices: true,
	},
	{
		...at("reserved-not-zero", "tiny-plain", 0x4e0 + 36 + dirent.at.reserved, "01"),
		structure: dirent.name,
	},
	{
		...at("reserved-not-zero", "tiny-plain", 0xa80 + COMPACT.i_reserved, "01"),
		structure: inodeCompact.name,
	},
	{
		...at("reserved-not-zero", "tiny-plain", 0x4a0 + EXTENDED.i_reserved2, "01"),
		structure: inodeExtended.name,
	},
	{
		code: "reserved-not-zero",
		structure: "z_erofs_extent",
		image: "records-32",
		at: 0xd060 + 20,
		bytes: [1],
	},
	{
		code: "reserved-not-zero",
		structure: "reserved",
		image: "crafted-head2-lz4",
		at: 0xfc0 + 8,
		bytes: [1],
	},
	{
		code: "reserved-not-zero",
		structure: "erofs_inode_extended",
		image: "chunk-4096-indexes",
		at: 0x680 + EXTENDED.chunk_reserved,
		bytes: [1],
	},
	inSuperblock("sb-root-nid", "tiny-plain", "rootnid_2b", 0xff, 0xff),
	inSuperblock("sb-inos", "tiny-plain", "inos", 1),
	// “blocks”, the fourth entry of the root, and the names “x1” and “x4” behind all entries.
	at("beyond-end", "tiny-plain", 0x4e0 + 36 + dirent.at.nid, "ffffff0f"),
	at("dirent-type-mismatch", "tiny-plain", 0x4e0 + 36 + dirent.at.file_type, "02"),
	at("dirent-type-mismatch", "tiny-plain", 0x4e0 + 36 + dirent.at.file_type, "00"),
	at("dirent-type-mismatch", "tiny-plain", 0x4e0 + dirent.at.file_type, "01"),
	inSuperblock("sb-checksum-absent", "tiny-plain", "feature_compat", 2),
	at("dirent-nid", "tiny-plain", 0x4e0 + 36 + dirent.at.nid, "27"),
	at("dirent-nameoff", "tiny-plain", 0x4e0 + 36 + dirent.at.nameoff, "0000"),
	at("dirent-name", "tiny-plain", 0x4e0 + 239, "2f"),
	at("dirent-order", "tiny-plain", 0x4e0 + 245, "36"),
	at("dirent-duplicate", "tiny-plain", 0x4e0 + 245, "35"),
	at("data-beyond-end", "tiny-plain", 0xa80 + COMPACT.startblk_lo, "ffff"),
	at("inode-mode", "tiny-plain", 0xa80 + COMPACT.i_mode, "0000"),
	at("inode-format-bits", "tiny-plain", 0xa80 + COMPACT.i_format + 1, "01"),
	at("inode-layout", "tiny-plain", 0xa80 + COMPACT.i_format, "0e"),
	damaged("sb-metabox-nid", "metabox-nid-self"),
	damaged("packed-in-itself", "packed-nid-fragment-self"),
	damaged("image-truncated", "sb-blocks-huge"),
	damaged("sb-extslots", "sb-extslots-255"),
	damaged("sb-incompat-unknown", "sb-unknown-incompat"),
	damaged("sb-blkszbits-large", "sb-blkszbits-17"),
	damaged("device-empty", "device-blocks-zero"),
	damaged("directory-i-size", "inode-size-4g-dir"),
	damaged("directory-reached-twice", "dir-cycle-root"),
	damaged("dirent-nameoff0", "dirent-nameoff0-beyond-block"),
	damaged("symlink-size", "symlink-size-huge"),
	damaged("xattr-overrun", "xattr-valuesize-overrun"),
	damaged("inline-tail-crosses-block", "inode-inline-crosses-block"),
	damaged("fragment", "fragment-offset-beyond"),
	damaged("z-lookback", "z-nonhead-delta0-zero"),
	damaged("z-decoded-limit", "extent-bomb"),
	damaged("z-decode", "lz4-offset-zero"),
];

/** What comes with some of them: it follows from the fault, or is another word for it. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
	"sb-prefix-count": ["xattr-prefix-record"],
	"xattr-prefix-record": ["xattr-long-prefix"],
	"sb-packed-nid-metabox": ["fragment"],
	"sb-packed-nid": ["fragment"],
	"sb-meta-blkaddr": ["sb-root-nid"],
	"sb-xattr-blkaddr": ["beyond-end"],
	"sb-extslots-metabox": ["sb-root-nid"],
	"xattr-prefix-elsewhere": ["dirent-hidden"],
	"xattr-prefix-home": ["sb-extslots-metabox", "sb-root-nid"],
	"sb-blkszbits-page": ["image-truncated"],
	"device-gap": ["device-unfilled"],
	"device-table-place": ["device-unfilled"],
	"z-fragment-undeclared": ["fragment"],
	"directory-empty": ["directory-nlink"],
	"inode-xattr-icount": ["reserved-not-zero", "xattr-shared-count"],
	"inode-size-sign": ["inode-size-impossible", "symlink-size"],
	"symlink-long": ["bytes-owned-twice", "inline-tail-crosses-block"],
	"chunk-format-48bit": ["data-beyond-end"],
	"xattr-twice": ["xattr-filter-loose"],
	"xattr-acl-name": ["xattr-acl-value", "xattr-filter"],
	"xattr-name-empty": ["xattr-filter"],
	"z-tail-twice": ["fragment", "z-fragment-undeclared"],
	"z-big-flags": ["bytes-owned-twice", "z-big-undeclared", "z-cblkcnt", "z-decode"],
	"z-big-undeclared": ["bytes-owned-twice", "z-cblkcnt", "z-decode"],
	"z-idata-size": ["z-stored-nothing"],
	"dirent-hidden": ["inode-nlink"],
	"dirent-nid": ["bytes-owned-twice", "inode-format-bits", "inode-mode", "reserved-not-zero"],
	"extent-hole-format": ["z-decode", "z-units-overlap"],
	"extent-plen-limit": [
		"data-beyond-end",
		"inode-size-impossible",
		"z-unit-too-long",
		"z-units-overlap",
	],
	"extent-h-extents": ["inode-size-impossible"],
	"dirent-dots-twice": ["dirent-order"],
	"dirent-dotdot-missing": ["dirent-order"],
	"xattr-name-length": ["xattr-filter"],
	"z-di-clusterofs": ["z-head-beyond"],
	"z-extents-inline": ["inode-size-impossible"],
	"z-extents-undeclared": ["inode-blocks-sum"],
	"z-inline-crosses-block": ["bytes-owned-twice", "z-decode"],
	"algorithm-unknown": ["z-head1-algorithm"],
	"extent-partial-undeclared": ["z-unit-shared-undeclared"],
	"z-interlaced-length": ["inode-blocks-sum", "z-units-overlap"],
	"sb-metabox-nid": ["sb-root-nid"],
	"packed-in-itself": ["dirent-hidden", "fragment", "inode-size-impossible"],
	"sb-extslots": ["bytes-owned-twice", "data-on-superblock", "reserved-not-zero"],
	"directory-i-size": ["bytes-owned-twice", "inline-tail-crosses-block", "inode-size-impossible"],
	"symlink-size": ["bytes-owned-twice", "inline-tail-crosses-block", "inode-size-impossible"],
	"inline-tail-crosses-block": ["bytes-owned-twice"],
	"z-decoded-limit": ["inode-size-impossible"],
	"z-stored-limit": ["bytes-owned-twice", "inode-blocks-sum", "z-unit-too-long", "z-units-overlap"],
};

/** The codes that a seed brings, and no other. */
export const codesOf = ({ code }: Seed): readonly string[] => [code, ...(ALSO[code] ?? [])];
