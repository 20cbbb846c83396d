/**
 * struct erofs_super_block, always at byte 1024 of the image.
 * 128 bytes, then `sb_extslots` slots of 16 bytes (the first is described here).
 */
import { span } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import { hexOf } from "../../base/text";
import { timeText } from "../../base/words";
import type { Decoded } from "../../schema/struct";
import {
	blockTarget,
	bytes,
	erofsStruct,
	inMetabox,
	nidTarget,
	reserved,
	rule,
	s64,
	u8,
	u16,
	u32,
	u64,
} from "./facts";
import {
	ALGORITHMS,
	COMPAT_FEATURES,
	hasCompat,
	hasIncompat,
	INCOMPAT_FEATURES,
	KNOWN_COMPAT,
	KNOWN_INCOMPAT,
} from "./features";

export const SB_OFFSET = 1024;
export const SB_MAGIC = 0xe0f5e1e2;
/** Bytes of one extension slot. */
export const SB_EXTSLOT = 16;

/** In groups, as others write it. */
export const uuidText = (b: Uint8Array): string => {
	const h = hexOf(b);
	return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
};

/** Text of a NUL-padded name. */
export const paddedText = (b: Uint8Array): string => {
	const end = b.indexOf(0);
	return new TextDecoder().decode(end < 0 ? b : b.subarray(0, end));
};

const BLOCK_SIZES = "9 (512 bytes) to 16 (65,536 bytes)";

export const superblock = erofsStruct(
	"erofs_super_block",
	128,
	"The first structure a reader looks at: identity, block size, features, and where everything else starts.",
	{
		magic: u32(0x00, {
			doc: "Marks the file system as EROFS: bytes e2 e1 f5 e0.",
			role: "magic",
			rules: [
				rule(
					"sb-magic",
					"error",
					(v) => v === SB_MAGIC,
					"This is no EROFS superblock.",
					"0xe0f5e1e2",
				),
			],
		}),
		checksum: u32(0x04, {
			doc: "CRC-32C of the first block from byte 1024 on, counted with these four bytes as zero.",
			role: "checksum",
		}),
		feature_compat: u32(0x08, {
			doc: "Features a reader may ignore without harm.",
			role: "flags",
			bits: COMPAT_FEATURES,
			rules: [
				rule(
					"sb-compat-unknown",
					"note",
					(v) => (v & ~KNOWN_COMPAT) === 0,
					"The image has a feature unknown to this program, which readers may ignore.",
					`bits of 0x${KNOWN_COMPAT.toString(16)}`,
				),
			],
		}),
		blkszbits: u8(0x0c, {
			doc: "Block size as a power of two; all block addresses count in this unit.",
			role: "size",
			show: (v) => (v < 32 ? `2^${v} = ${2 ** v} bytes` : `2^${v}`),
			rules: [
				rule(
					"sb-blkszbits",
					"error",
					(v) => v >= 9,
					"The blocks are smaller than any Linux reads.",
					BLOCK_SIZES,
				),
				rule(
					"sb-blkszbits-large",
					"error",
					(v) => v <= 16,
					"The blocks are larger than any Linux reads: the superblock is shown, and nothing behind it.",
					BLOCK_SIZES,
				),
			],
		}),
		sb_extslots: u8(0x0d, {
			doc: "Number of 16-byte slots that follow the 128 bytes of the superblock.",
			role: "count",
		}),
		rootnid_2b: u16(0x0e, {
			doc: "Inode number of the root directory, when it fits 16 bits.",
			role: "pointer",
			show: (v) => String(v),
			when: (c) => !c.wideRoot,
			to: (v, c) => nidTarget(c, BigInt(v), "root directory"),
		}),
		blocks_hi: u16(0x0e, {
			doc: "Bits 32 to 47 of the block count.",
			role: "size",
			since: "6.15",
			when: (c) => c.wideRoot,
		}),
		inos: u64(0x10, { doc: "Number of inodes, for information.", role: "count" }),
		epoch: s64(0x18, {
			doc: "Base of the times of compact inodes, in seconds since 1970.",
			role: "time",
			show: (v) => timeText(v),
		}),
		fixed_nsec: u32(0x20, {
			doc: "Nanoseconds of the times of all compact inodes.",
			role: "time",
			show: (v) => String(v),
			rules: [
				rule(
					"sb-fixed-nsec",
					"warning",
					(v) => v < 1e9,
					"Nanoseconds do not fit in a second.",
					"below 1,000,000,000",
				),
			],
		}),
		blocks_lo: u32(0x24, {
			doc: "Size of the primary device in blocks.",
			role: "size",
			show: (v) => String(v),
		}),
		meta_blkaddr: u32(0x28, {
			doc: "Block where the metadata area starts: inode number 0 lies there.",
			role: "pointer",
			show: (v) => String(v),
			to: (v, c) => blockTarget(c, v, "metadata area"),
		}),
		xattr_blkaddr: u32(0x2c, {
			doc: "Block from which the ids of shared attributes count. Zero is a valid value.",
			role: "pointer",
			show: (v) => String(v),
			to: (v, c) => ({
				span: span(c.xattrSpace, v * c.blockSize, (v + 1) * c.blockSize),
				label: "shared attributes",
			}),
		}),
		uuid: bytes(0x30, 16, { doc: "UUID of the file system.", role: "id", show: uuidText }),
		volume_name: bytes(0x40, 16, {
			doc: "Volume name, padded with zero bytes.",
			role: "text",
			show: (v) => paddedText(v) || "(none)",
			rules: [
				rule(
					"sb-volume-name",
					"warning",
					(v) => v.indexOf(0) < 0 || v.subarray(v.indexOf(0)).every((b) => b === 0),
					"Behind the end of the volume name there is more.",
					"zero bytes behind the label",
				),
			],
		}),
		feature_incompat: u32(0x50, {
			doc: "Features a reader must know; with an unknown bit set it has to refuse the image.",
			role: "flags",
			bits: INCOMPAT_FEATURES,
			rules: [
				rule(
					"sb-incompat-unknown",
					"error",
					(v) => (v & ~KNOWN_INCOMPAT) === 0,
					"The image uses a feature unknown to this program; what depends on it may be shown wrongly or not at all.",
					`bits of 0x${KNOWN_INCOMPAT.toString(16)}`,
				),
			],
		}),
		available_compr_algs: u16(0x54, {
			doc: "Bitmap of the compression algorithms used.",
			role: "flags",
			when: (c) => hasIncompat(c, "COMPR_CFGS"),
			bits: ALGORITHMS.map((a) => ({ mask: 1 << a.id, label: a.label, doc: `Linux ${a.since}` })),
			rules: [
				rule(
					"sb-algorithms-unknown",
					"error",
					(v) => v < 1 << ALGORITHMS.length,
					"The image lists a compression algorithm unknown to this program.",
					ALGORITHMS.map((a) => a.label).join(", "),
				),
			],
		}),
		lz4_max_distance: u16(0x54, {
			doc: "How far back LZ4 matches may reach, in bytes; 0 means 65,535.",
			role: "size",
			when: (c) => !hasIncompat(c, "COMPR_CFGS"),
		}),
		extra_devices: u16(0x56, { doc: "Number of slots in the device table.", role: "count" }),
		devt_slotoff: u16(0x58, {
			doc: "Position of the device table, in units of 128 bytes from the start of the image.",
			role: "pointer",
			show: (v) => `${v} (byte ${v * 128})`,
			to: (v, c) =>
				c.extraDevices
					? {
							span: span(IMAGE_SPACE, v * 128, (v + c.extraDevices) * 128),
							label: "device table",
						}
					: undefined,
		}),
		dirblkbits: u8(0x5a, {
			doc: "Directory block size relative to the block size; only 0 is defined.",
			role: "size",
			rules: [
				rule(
					"sb-dirblkbits",
					"error",
					(v) => v === 0,
					"Directory blocks of another size than the block size are not defined; kernels refuse the image.",
					"0",
				),
			],
		}),
		xattr_prefix_count: u8(0x5b, {
			doc: "Number of long attribute-name prefixes.",
			role: "count",
			since: "6.4",
			rules: [
				rule(
					"sb-prefix-count",
					"warning",
					(v) => v <= 128,
					"More long prefixes than attribute entries can name.",
					"0 to 128",
				),
			],
		}),
		xattr_prefix_start: u32(0x5c, {
			doc: "Position of the long prefix table in units of 4 bytes, inside the device, packed inode or metabox.",
			role: "pointer",
			since: "6.4",
			show: (v) => `${v} (byte ${v * 4})`,
		}),
		packed_nid: u64(0x60, {
			doc: "Inode number of the hidden inode that holds packed file tails; 0 for none.",
			role: "pointer",
			since: "6.1",
			show: (v) => (v ? String(v) : "none"),
			to: (v, c) => (v ? nidTarget(c, v, "packed inode") : undefined),
			rules: [
				rule(
					"sb-packed-nid-metabox",
					"error",
					(v) => !inMetabox(v),
					"The packed inode claims to lie in the metabox, where no kernel looks for it: the image is refused.",
					"an inode number with bit 63 clear",
				),
			],
		}),
		xattr_filter_reserved: u8(0x68, {
			doc: "Must be zero for the attribute name filters to be trusted.",
			role: "reserved",
			since: "6.6",
			rules: [
				rule(
					"sb-filter-reserved",
					"note",
					(v) => v === 0,
					"Kernels do not go by the name filters of this image, and read all attributes.",
					"0",
				),
			],
		}),
		ishare_xattr_prefix_id: u8(0x69, {
			doc: "Which long prefix names the content-digest attribute.",
			role: "id",
			since: "7.0",
		}),
		reserved: reserved(0x6a, 2),
		build_time: u32(0x6c, {
			doc: "Seconds to add to epoch to get the time the image was made (48BIT images).",
			role: "time",
			since: "6.15",
			show: (v) => `${v} s`,
		}),
		rootnid_8b: u64(0x70, {
			doc: "64-bit inode number of the root directory; 0 when the 16-bit field serves.",
			role: "pointer",
			since: "6.15",
			show: (v) => (v ? String(v) : "not used"),
			to: (v, c) => (c.wideRoot ? nidTarget(c, v, "root directory") : undefined),
		}),
		reserved2: reserved(0x78, 8),
	},
	{
		links: [
			{
				field: "xattr_prefix_start",
				to: ({ xattr_prefix_count, xattr_prefix_start }, c) =>
					xattr_prefix_count > 0
						? {
								span: span(c.prefixSpace, xattr_prefix_start * 4, xattr_prefix_start * 4 + 3),
								label: "long prefix table",
							}
						: undefined,
			},
		],
		rules: [
			{
				code: "sb-rootnid-undeclared",
				severity: "warning",
				fields: ["rootnid_8b"],
				text: "A root inode number of 64 bits is set, which only images with the feature 48BIT have: readers go by the field of 16 bits.",
				allowed: "0",
				ok: ({ rootnid_8b }, c) => rootnid_8b === 0n || hasIncompat(c, "48BIT"),
			},
			{
				code: "device-table-place",
				severity: "error",
				fields: ["devt_slotoff"],
				text: "The device table would lie on the superblock or in front of it.",
				allowed: "behind the superblock",
				ok: ({ devt_slotoff, sb_extslots }, c) =>
					c.extraDevices === 0 || devt_slotoff * 128 >= SB_OFFSET + 128 + sb_extslots * SB_EXTSLOT,
			},
			{
				code: "sb-ishare-prefix",
				severity: "error",
				fields: ["ishare_xattr_prefix_id", "xattr_prefix_count"],
				text: "The content-digest attribute names a long prefix that does not exist.",
				allowed: "an id below the number of prefixes",
				ok: ({ ishare_xattr_prefix_id, xattr_prefix_count }, c) =>
					!hasCompat(c, "ISHARE_XATTRS") || ishare_xattr_prefix_id < xattr_prefix_count,
			},
		],
	},
);

export type Superblock = Decoded<typeof superblock>;

/** The first extension slot, present when sb_extslots >= 1. */
export const superblockExtension = erofsStruct(
	"erofs_super_block (extension)",
	16,
	"The extension of the superblock that METABOX images carry.",
	{
		metabox_nid: u64(0x00, {
			doc: "Inode number of the hidden inode whose data holds other inodes.",
			role: "pointer",
			since: "6.17",
			show: (v) => String(v),
			to: (v, c) => (hasIncompat(c, "METABOX") ? nidTarget(c, v, "metabox inode") : undefined),
		}),
		reserved3: reserved(0x08, 8),
	},
);
