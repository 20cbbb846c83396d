/**
 * Extended attributes: struct erofs_xattr_ibody_header behind the inode, then
 * shared ids, then inline entries; the long prefix table.
 */
import { span } from "../../base/range";
import { hex } from "../../schema/show";
import { bytes, erofsStruct, reserved, u8, u16, u32 } from "./facts";

/** Base prefixes by e_name_index; the two ACL names are complete. */
export const XATTR_PREFIXES: readonly string[] = [
	"",
	"user.",
	"system.posix_acl_access",
	"system.posix_acl_default",
	"trusted.",
	"lustre.",
	"security.",
];

/** Bit of e_name_index: the rest is an index into the long prefix table. */
export const LONG_PREFIX = 0x80;

export const xattrIbodyHeader = erofsStruct(
	"erofs_xattr_ibody_header",
	12,
	"Head of the attributes stored behind an inode.",
	{
		h_name_filter: u32(0, {
			doc: "Bloom filter of attribute names: a set bit means no attribute hashes here.",
			role: "flags",
			since: "6.6",
			show: (v) => hex(v, 8),
		}),
		h_shared_count: u8(4, { doc: "Number of shared attribute ids that follow.", role: "count" }),
		h_reserved2: reserved(5, 7),
	},
);

export const sharedXattrId = erofsStruct(
	"shared xattr id",
	4,
	"Points at an attribute stored once for several inodes.",
	{
		id: u32(0, {
			doc: "Position of the attribute in units of 4 bytes from xattr_blkaddr.",
			role: "pointer",
			show: (v) => String(v),
			to: (v, c) => ({
				span: span(c.xattrSpace, c.xattrStart + v * 4, c.xattrStart + v * 4 + 4),
				label: "shared attribute",
			}),
		}),
	},
);

export const xattrEntry = erofsStruct(
	"erofs_xattr_entry",
	4,
	"One attribute: lengths, then the rest of its name, then its value.",
	{
		e_name_len: u8(0, { doc: "Bytes of the name behind its prefix.", role: "size" }),
		e_name_index: u8(1, {
			doc: "Prefix of the name; values of 128 and more are long prefixes.",
			role: "id",
			show: (v) =>
				v & LONG_PREFIX
					? `long prefix ${v & 0x7f}`
					: `${XATTR_PREFIXES[v] === "" ? "none" : (XATTR_PREFIXES[v] ?? "unknown")} (${v})`,
		}),
		e_value_size: u16(2, { doc: "Bytes of the value.", role: "size" }),
	},
);

export const xattrLongPrefix = erofsStruct(
	"erofs_xattr_long_prefix",
	3,
	"A long beginning of attribute names, stored once.",
	{
		len: u16(0, { doc: "Bytes that follow this field.", role: "size" }),
		base_index: u8(2, {
			doc: "Short prefix that comes first.",
			role: "id",
			show: (v) => `${XATTR_PREFIXES[v] || "none"} (${v})`,
		}),
		infix: bytes(3, 0, { doc: "Text that continues the short prefix.", role: "text" }),
	},
);
