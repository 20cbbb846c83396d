/**
 * Feature bits and compression algorithms: names as in the kernel's erofs_fs.h
 * without their EROFS_FEATURE_ prefix, and the first kernel that reads them.
 */
export interface Feature {
	readonly mask: number;
	readonly label: string;
	/** Absent for a mark of another program, which Linux does not know. */
	readonly since?: string;
	readonly doc: string;
}

export const COMPAT = {
	SB_CHKSUM: 0x01,
	MTIME: 0x02,
	XATTR_FILTER: 0x04,
	SHARED_EA_IN_METABOX: 0x08,
	PLAIN_XATTR_PFX: 0x10,
	ISHARE_XATTRS: 0x20,
	NYDUS_RAFS_V6: 0x40000000,
} as const;

export const INCOMPAT = {
	LZ4_0PADDING: 0x001,
	COMPR_CFGS: 0x002,
	CHUNKED_FILE: 0x004,
	DEVICE_TABLE: 0x008,
	ZTAILPACKING: 0x010,
	FRAGMENTS: 0x020,
	XATTR_PREFIXES: 0x040,
	"48BIT": 0x080,
	METABOX: 0x100,
} as const;

export const COMPAT_FEATURES: readonly Feature[] = [
	{
		mask: COMPAT.SB_CHKSUM,
		label: "SB_CHKSUM",
		since: "5.5",
		doc: "The superblock carries a CRC-32C of the first block.",
	},
	{
		mask: COMPAT.MTIME,
		label: "MTIME",
		since: "5.18",
		doc: "Inode times are modification times, not change times.",
	},
	{
		mask: COMPAT.XATTR_FILTER,
		label: "XATTR_FILTER",
		since: "6.6",
		doc: "Each inode has a small Bloom filter that tells at once when an attribute is absent.",
	},
	{
		mask: COMPAT.SHARED_EA_IN_METABOX,
		label: "SHARED_EA_IN_METABOX",
		since: "6.17",
		doc: "Attributes shared by several inodes are kept in the compressed metadata area.",
	},
	{
		mask: COMPAT.PLAIN_XATTR_PFX,
		label: "PLAIN_XATTR_PFX",
		since: "6.17",
		doc: "The table of long attribute-name prefixes lies uncompressed on the device.",
	},
	{
		mask: COMPAT.ISHARE_XATTRS,
		label: "ISHARE_XATTRS",
		since: "7.0",
		doc: "Files carry a content digest, so that equal files can share page cache.",
	},
	{
		mask: COMPAT.NYDUS_RAFS_V6,
		label: "NYDUS_RAFS_V6",
		doc: "The image is a bootstrap of Nydus; the bit means nothing to Linux.",
	},
];

export const INCOMPAT_FEATURES: readonly Feature[] = [
	{
		mask: INCOMPAT.LZ4_0PADDING,
		label: "LZ4_0PADDING",
		since: "5.4",
		doc: "Compressed data is right-aligned in its blocks, with zero bytes before it.",
	},
	{
		mask: INCOMPAT.COMPR_CFGS,
		label: "COMPR_CFGS / BIG_PCLUSTER",
		since: "5.13",
		doc: "Compression settings follow the superblock; compressed units may span several blocks.",
	},
	{
		mask: INCOMPAT.CHUNKED_FILE,
		label: "CHUNKED_FILE",
		since: "5.15",
		doc: "Files may be lists of chunks, which can be shared, be holes, or lie on other devices.",
	},
	{
		mask: INCOMPAT.DEVICE_TABLE,
		label: "DEVICE_TABLE / COMPR_HEAD2",
		since: "5.16",
		doc: "File data may lie on extra devices; a file may use a second compression algorithm.",
	},
	{
		mask: INCOMPAT.ZTAILPACKING,
		label: "ZTAILPACKING",
		since: "5.17",
		doc: "The compressed tail of a file may be stored right behind its inode.",
	},
	{
		mask: INCOMPAT.FRAGMENTS,
		label: "FRAGMENTS / DEDUPE",
		since: "6.1",
		doc: "File tails may be packed together in one hidden inode; compressed units may be shared.",
	},
	{
		mask: INCOMPAT.XATTR_PREFIXES,
		label: "XATTR_PREFIXES",
		since: "6.4",
		doc: "Long common beginnings of attribute names are stored once.",
	},
	{
		mask: INCOMPAT["48BIT"],
		label: "48BIT",
		since: "6.15",
		doc: "Block addresses of 48 bits, byte-exact compressed extents, and smaller inodes.",
	},
	{
		mask: INCOMPAT.METABOX,
		label: "METABOX",
		since: "6.17",
		doc: "Inodes may be stored in a hidden inode whose data can itself be compressed.",
	},
];

const maskOf = (features: readonly Feature[]) => features.reduce((mask, f) => mask | f.mask, 0);

export const KNOWN_COMPAT = maskOf(COMPAT_FEATURES);
export const KNOWN_INCOMPAT = maskOf(INCOMPAT_FEATURES);

export interface Algorithm {
	readonly id: number;
	readonly label: string;
	readonly since: string;
}

/** Bit `1 << id` of `available_compr_algs`. */
export const ALGORITHMS: readonly Algorithm[] = [
	{ id: 0, label: "LZ4", since: "5.4" },
	{ id: 1, label: "MicroLZMA", since: "5.16" },
	{ id: 2, label: "DEFLATE", since: "6.6" },
	{ id: 3, label: "Zstandard", since: "6.10" },
];

export const algorithmLabel = (id: number): string =>
	ALGORITHMS[id]?.label ?? `unknown algorithm ${id}`;

export const hasCompat = (f: { featureCompat: number }, bit: keyof typeof COMPAT): boolean =>
	(f.featureCompat & COMPAT[bit]) !== 0;

export const hasIncompat = (f: { featureIncompat: number }, bit: keyof typeof INCOMPAT): boolean =>
	(f.featureIncompat & INCOMPAT[bit]) !== 0;
