/**
 * struct erofs_inode_compact (32 bytes) and erofs_inode_extended (64 bytes).
 * Bit 0 of i_format tells which; both start with the same 8 bytes.
 */
import { clamped, type Exact, exact, larger, product, runsOf, sum } from "../../base/exact";
import type { Range } from "../../base/range";
import { modeText, octalMode, timeText } from "../../base/words";
import { fieldKit, notZero, type Target } from "../../schema/field";
import { type Decoded, struct } from "../../schema/struct";
import { dataTarget, type Facts } from "./facts";
import { hasIncompat } from "./features";

export const LAYOUT = {
	FLAT_PLAIN: 0,
	COMPRESSED_FULL: 1,
	FLAT_INLINE: 2,
	COMPRESSED_COMPACT: 3,
	CHUNK_BASED: 4,
} as const;

/** Data layouts in words, by layout number. */
export const LAYOUTS: readonly { readonly label: string; readonly doc: string }[] = [
	{
		label: "uncompressed",
		doc: "The contents lie in consecutive blocks, exactly as they are.",
	},
	{
		label: "compressed, full index",
		doc: "The contents are cut into compressed units; an index of 8-byte records (or byte-exact extents) says where each one lies.",
	},
	{
		label: "uncompressed, tail inline",
		doc: "Whole blocks lie in the data area; the rest of the contents follows the inode itself, which saves a block.",
	},
	{
		label: "compressed, compact index",
		doc: "The contents are cut into compressed units; an index packed into 2 or 4 bytes per block says where each one lies.",
	},
	{
		label: "chunks",
		doc: "The contents are cut into chunks of equal size; each may lie anywhere, be shared with other files, be a hole, or lie on another device.",
	},
];

export const isCompressed = (layout: number): boolean =>
	layout === LAYOUT.COMPRESSED_FULL || layout === LAYOUT.COMPRESSED_COMPACT;

/** Context of the inode tables: the image, and what i_format and i_mode say. */
export interface InodeContext extends Facts {
	readonly layout: number;
	readonly isDirectory: boolean;
	readonly isDevice: boolean;
	/** A compact non-directory with i_format bit 4: one link, and i_nb holds high address bits. */
	readonly nlink1: boolean;
	readonly hasData: boolean;
}

const { u16, u32, u64, s64, rule, reserved } = fieldKit<InodeContext>();
const inodeStruct = struct<InodeContext>();

export const NULL32 = 0xffffffff;
const NULL48 = 0xffffffffffff;

/** i_format bit 4. */
export const FORMAT_BIT4 = 0x10;
/** i_format is less, and so is the chunk format of an inode: bits above are reserved. */
export const FORMAT_END = 0x20;
export const CHUNK_FORMAT_END = 0x80;
/** Nanoseconds. */
export const SECOND = 1e9;

export const isFlat = (c: InodeContext): boolean =>
	c.hasData && (c.layout === LAYOUT.FLAT_PLAIN || c.layout === LAYOUT.FLAT_INLINE);

const i_format = u16(0x00, {
	doc: "Version and data layout of the inode.",
	role: "flags",
	bits: [
		{ mask: 1, label: "version", doc: "Inode size.", names: { 0: "compact", 1: "extended" } },
		{
			mask: 0xe,
			label: "layout",
			doc: "How the contents are stored.",
			names: Object.fromEntries(LAYOUTS.map((l, i) => [i, l.label])),
		},
		{
			mask: FORMAT_BIT4,
			label: "DOT_OMITTED / NLINK_1",
			doc: 'In directories: "." is not stored. In other compact inodes: one link, i_nb holds address bits.',
		},
	],
	rules: [
		rule(
			"inode-format-bits",
			"error",
			(v) => v < 0x20,
			"Reserved bits of i_format are set; kernels refuse the inode.",
			"bits 5 to 15 zero",
		),
		rule(
			"inode-bit4-undeclared",
			"warning",
			(v, c) => (v & FORMAT_BIT4) === 0 || hasIncompat(c, "48BIT"),
			"Bit 4 of i_format came with 48-bit images, and the superblock does not declare one: kernels before 6.15 mount the image and refuse the inode.",
			"bit 4 clear, or the feature 48BIT",
		),
		rule("inode-layout", "error", (v) => ((v >> 1) & 7) <= 4, "Unknown data layout.", "0 to 4"),
	],
});

/** Bytes of the attributes behind an inode, by i_xattr_icount (format section 9.1). */
export const xattrBytes = (icount: number): number => (icount === 0 ? 0 : 12 + 4 * (icount - 1));

const i_xattr_icount = u16(0x02, {
	doc: "Size of the attributes behind the inode: 0 for none, else 12 + 4 x (value - 1) bytes.",
	role: "size",
	show: (v) => (v ? `${v} (${xattrBytes(v)} bytes)` : "0 (no attributes)"),
	rules: [
		rule(
			"inode-xattr-icount",
			"error",
			(v) => v !== 1,
			"A size code of 1 leaves no room for any attribute; kernels refuse it.",
			"0, or 2 and more",
		),
	],
});

/** Of a type that there is not, its number. */
function showMode(mode: number): string {
	const text = `${modeText(mode)} (${octalMode(mode)})`;
	return text.startsWith("?") ? `type ${mode >> 12}, ${text.slice(1)}` : text;
}

const i_mode = u16(0x04, {
	doc: "File type and permissions, as in stat(2).",
	role: "flags",
	show: showMode,
	rules: [
		rule(
			"inode-mode",
			"error",
			(v) => modeText(v)[0] !== "?",
			"The mode names no known file type.",
			"a regular file, directory, link, device, fifo or socket",
		),
	],
});

const nlink = {
	doc: "Number of names this inode has.",
	role: "count",
	rules: [
		rule<number>(
			"inode-nlink-zero",
			"warning",
			(v) => v > 0,
			"The inode says nothing points at it, yet something does.",
			"at least 1",
		),
	],
} as const;

const startblk_hi = u16(0x06, {
	doc: "High 16 bits of the start block.",
	role: "pointer",
	since: "6.15",
	when: (c) => isFlat(c) && (c.nlink1 || !c.isDirectory),
	show: (v) => String(v),
});

const blocks_hi = u16(0x06, {
	doc: "High 16 bits of the number of compressed blocks.",
	role: "size",
	since: "7.2",
	when: (c) => isCompressed(c.layout),
});

/** Start block of flat contents; undefined for the null address. `wide`: it has 48 bits. */
export function startBlock(lo: number, hi: number, wide: boolean): number | undefined {
	const block = wide ? hi * 2 ** 32 + lo : lo;
	return block === (wide ? NULL48 : NULL32) ? undefined : block;
}

/** Bytes of flat contents in blocks of their own; the rest lies behind the inode. */
export const blockBytes = (layout: number, size: Exact, blockSize: number): Exact =>
	layout === LAYOUT.FLAT_INLINE
		? product(larger(0, sum(runsOf(size, blockSize), -1)), blockSize)
		: size;

/** Bytes of flat contents behind the inode. */
export const tailBytes = (layout: number, size: Exact, blockSize: number): number =>
	clamped(sum(size, -blockBytes(layout, size, blockSize)));

interface FlatInode {
	readonly layout: number;
	readonly i_size: Exact;
	readonly bodyEnd: number;
}

/** Where they are: behind inode and attributes. */
export const tailRange = ({ layout, i_size, bodyEnd }: FlatInode, blockSize: number): Range => ({
	start: bodyEnd,
	end: bodyEnd + tailBytes(layout, i_size, blockSize),
});

interface FlatFields {
	readonly startblk_lo: number;
	readonly startblk_hi: number;
	readonly i_size: number | bigint;
}

function contentsTarget(
	{ startblk_lo: lo, startblk_hi: hi, i_size }: FlatFields,
	c: InodeContext,
	wide: boolean,
): Target | undefined {
	const block = startBlock(lo, hi, wide);
	const length = clamped(blockBytes(c.layout, exact(BigInt(i_size)), c.blockSize));
	return block === undefined || length === 0
		? undefined
		: dataTarget(c, block * c.blockSize, length, "contents");
}

const i_nb = u16(0x06, {
	doc: "Not used by inodes of this type and layout.",
	role: "reserved",
	when: (c) => !isFlat(c) && !isCompressed(c.layout),
});

/** The 32-bit union i_u, at `at`. */
const i_u = (at: number) => ({
	startblk_lo: u32(at, {
		doc: "First block of the contents; all ones when no full block is stored.",
		role: "pointer",
		when: isFlat,
		show: (v) => (v === NULL32 ? "none" : String(v)),
	}),
	blocks_lo: u32(at, {
		doc: "Blocks the compressed contents occupy, for information.",
		role: "size",
		when: (c) => c.hasData && isCompressed(c.layout),
	}),
	chunk_format: u16(at, {
		doc: "Chunk size and kind of chunk map.",
		role: "flags",
		when: (c) => c.hasData && c.layout === LAYOUT.CHUNK_BASED,
		bits: [
			{ mask: 0x1f, label: "chunkbits", doc: "Chunk size: block size times 2 to this power." },
			{ mask: 0x20, label: "INDEXES", doc: "8-byte entries with device ids." },
			{ mask: 0x40, label: "48BIT", doc: "Entries carry 48-bit addresses." },
		],
		rules: [
			rule(
				"chunk-format-bits",
				"error",
				(v) => v < 0x80,
				"Reserved bits of the chunk format are set; kernels refuse the inode.",
				"bits 7 to 15 zero",
			),
		],
	}),
	chunk_reserved: u16(at + 2, {
		doc: "Not used by chunk maps.",
		role: "reserved",
		rules: [{ ...notZero, ok: (v) => v === 0 }],
		when: (c) => c.hasData && c.layout === LAYOUT.CHUNK_BASED,
	}),
	rdev: u32(at, {
		doc: "Device number.",
		role: "id",
		when: (c) => c.isDevice,
		show: (v) => `${rdevOf(v).major}:${rdevOf(v).minor}`,
	}),
	i_u: u32(at, {
		doc: "Not used by inodes of this type.",
		role: "reserved",
		when: (c) => !c.isDevice && (!c.hasData || c.layout > LAYOUT.CHUNK_BASED),
	}),
});

export const inodeCompact = inodeStruct(
	"erofs_inode_compact",
	32,
	"A file, directory, link or device: attributes and where the contents are. The small form.",
	{
		i_format,
		i_xattr_icount,
		i_mode,
		i_nlink: u16(0x06, { ...nlink, when: (c) => !c.nlink1 }),
		startblk_hi: { ...startblk_hi, when: (c) => isFlat(c) && c.nlink1 },
		blocks_hi: { ...blocks_hi, when: (c) => isCompressed(c.layout) && c.nlink1 },
		i_nb: { ...i_nb, when: (c) => !isFlat(c) && !isCompressed(c.layout) && c.nlink1 },
		i_size: u32(0x08, { doc: "Bytes of contents.", role: "size" }),
		i_mtime: u32(0x0c, {
			doc: "Modification time in seconds, counted from the superblock's epoch.",
			role: "time",
			show: (v) => `epoch + ${v} s`,
		}),
		...i_u(0x10),
		i_ino: u32(0x14, { doc: "Serial number for 32-bit stat.", role: "id" }),
		i_uid: u16(0x18, { doc: "Owner.", role: "id" }),
		i_gid: u16(0x1a, { doc: "Group.", role: "id" }),
		i_reserved: reserved(0x1c, 4),
	},
	{
		links: [
			{ field: "startblk_lo", to: (record, c) => contentsTarget(record, c, c.nlink1) },
			{ field: "startblk_hi", to: (record, c) => contentsTarget(record, c, c.nlink1) },
		],
	},
);

export const inodeExtended = inodeStruct(
	"erofs_inode_extended",
	64,
	"A file, directory, link or device: attributes and where the contents are. The large form.",
	{
		i_format,
		i_xattr_icount,
		i_mode,
		startblk_hi: { ...startblk_hi, when: isFlat },
		blocks_hi,
		i_nb,
		i_size: u64(0x08, {
			doc: "Bytes of contents.",
			role: "size",
			rules: [
				rule(
					"inode-size-sign",
					"error",
					(v) => v < 1n << 63n,
					"i_size is above 2^63 − 1; Linux refuses the inode.",
					"below 2^63",
				),
			],
		}),
		...i_u(0x10),
		i_ino: u32(0x14, { doc: "Serial number for 32-bit stat.", role: "id" }),
		i_uid: u32(0x18, { doc: "Owner.", role: "id" }),
		i_gid: u32(0x1c, { doc: "Group.", role: "id" }),
		i_mtime: s64(0x20, {
			doc: "Modification time in seconds since 1970.",
			role: "time",
			show: (v) => timeText(v),
		}),
		i_mtime_nsec: u32(0x28, {
			doc: "Nanoseconds of the modification time.",
			role: "time",
			show: (v) => String(v),
			rules: [
				rule(
					"inode-nsec",
					"warning",
					(v) => v < 1e9,
					"Nanoseconds do not fit in a second.",
					"below 1,000,000,000",
				),
			],
		}),
		i_nlink: u32(0x2c, nlink),
		i_reserved2: reserved(0x30, 16),
	},
	{
		links: [
			{ field: "startblk_lo", to: (record, c) => contentsTarget(record, c, true) },
			{ field: "startblk_hi", to: (record, c) => contentsTarget(record, c, true) },
		],
		rules: [
			{
				code: "inode-bit4-extended",
				severity: "warning",
				fields: ["i_format"],
				text: "Bit 4 of i_format means nothing in a large inode that is not a directory.",
				allowed: "bit 4 clear",
				ok: ({ i_format }, c) => c.isDirectory || (i_format & FORMAT_BIT4) === 0,
			},
		],
	},
);

export type InodeCompact = Decoded<typeof inodeCompact>;
export type InodeExtended = Decoded<typeof inodeExtended>;

/** Kernel encoding of a device number (new_decode_dev). */
export const rdevOf = (v: number): { major: number; minor: number } => ({
	major: (v & 0xfff00) >>> 8,
	minor: (v & 0xff) | ((v >>> 12) & 0xfff00),
});
