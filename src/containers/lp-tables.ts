/** Structures of dynamic partitions (liblp, in super.img). Sectors are 512 bytes. */
import type { Field } from "../schema/field";
import { little as f, showText, table } from "./tables";

export const GEOMETRY_MAGIC = 0x616c4467;
export const HEADER_MAGIC = 0x414c5030;

export const geometry = table(
	"LpMetadataGeometry",
	52,
	"Says how large the partition tables may be and how many there are.",
	{
		magic: f.u32(0, { role: "magic", doc: "Marks a super partition." }),
		struct_size: f.u32(4, { role: "size", doc: "Bytes of this structure." }),
		checksum: f.bytes(8, 32, {
			role: "checksum",
			doc: "SHA-256 of this structure with zeros in place of it.",
		}),
		metadata_max_size: f.u32(40, {
			role: "size",
			doc: "Bytes set aside for the metadata of a slot.",
		}),
		metadata_slot_count: f.u32(44, {
			role: "count",
			doc: "Slots: each has metadata of its own, and a copy of it further on.",
		}),
		logical_block_size: f.u32(48, { role: "size", doc: "Partitions are aligned to it." }),
	},
);

type TableFields<N extends string> = Record<
	`${N}.${"offset" | "num_entries" | "entry_size"}`,
	Field<number, undefined>
>;

/** Fields of one of the descriptors of tables in the header. */
const tableFields = <N extends string>(at: number, of: N): TableFields<N> =>
	({
		[`${of}.offset`]: f.u32(at, {
			role: "pointer",
			doc: `Where the ${of} are, from the end of the header.`,
		}),
		[`${of}.num_entries`]: f.u32(at + 4, { role: "count", doc: `How many ${of} there are.` }),
		[`${of}.entry_size`]: f.u32(at + 8, { role: "size", doc: "Bytes from one to the next." }),
	}) as TableFields<N>;

export const HEADER_SIZE = 128;

export const header = table(
	"LpMetadataHeader",
	HEADER_SIZE,
	"Leads to the tables of partitions, extents, groups and block devices of a slot.",
	{
		magic: f.u32(0, { role: "magic", doc: "Marks the metadata of a slot." }),
		major_version: f.u16(4, { role: "id", doc: "Another major version has another layout." }),
		minor_version: f.u16(6, { role: "id", doc: "From 2 on the header is 256 bytes." }),
		header_size: f.u32(8, { role: "size", doc: "Bytes of this header; the tables follow." }),
		header_checksum: f.bytes(12, 32, {
			role: "checksum",
			doc: "SHA-256 of the header with zeros in place of it.",
		}),
		tables_size: f.u32(44, { role: "size", doc: "Bytes of all tables." }),
		tables_checksum: f.bytes(48, 32, { role: "checksum", doc: "SHA-256 of all tables." }),
		...tableFields(80, "partitions"),
		...tableFields(92, "extents"),
		...tableFields(104, "groups"),
		...tableFields(116, "block_devices"),
	},
);

export const ATTRIBUTE = { READONLY: 1, SLOT_SUFFIXED: 2, UPDATED: 4, DISABLED: 8 } as const;

export const partitionEntry = table("LpMetadataPartition", 52, "A logical partition.", {
	name: f.bytes(0, 36, { role: "text", doc: "Name, ends with a zero byte.", show: showText }),
	attributes: f.u32(36, {
		role: "flags",
		doc: "What may be done with it.",
		bits: [
			{ mask: 1, label: "read-only", doc: "It is mapped read-only." },
			{ mask: 2, label: "slot-suffixed", doc: "The number of the slot gives its suffix: _a, _b." },
			{ mask: 4, label: "updated", doc: "Created or changed by an update." },
			{ mask: 8, label: "disabled", doc: "It must not be mapped." },
		],
	}),
	first_extent_index: f.u32(40, { role: "pointer", doc: "Number of its first extent." }),
	num_extents: f.u32(44, { role: "count", doc: "Extents, which follow one another in the table." }),
	group_index: f.u32(48, { role: "id", doc: "Number of its group." }),
});

export const TARGET = { LINEAR: 0, ZERO: 1 } as const;

export const extentEntry = table("LpMetadataExtent", 24, "A run of sectors of a partition.", {
	num_sectors: f.u64(0, { role: "size", doc: "Sectors of 512 bytes." }),
	target_type: f.u32(8, {
		role: "id",
		doc: "Stored, or zeros.",
		names: { 0: "linear", 1: "zero" },
	}),
	target_data: f.u64(12, { role: "pointer", doc: "First sector on the block device." }),
	target_source: f.u32(20, { role: "id", doc: "Number of the block device." }),
});

export const groupEntry = table("LpMetadataPartitionGroup", 48, "Partitions that share a limit.", {
	name: f.bytes(0, 36, { role: "text", doc: "Name, ends with a zero byte.", show: showText }),
	flags: f.u32(36, { role: "flags", doc: "Bit 0: the number of the slot gives its suffix." }),
	maximum_size: f.u64(40, {
		role: "size",
		doc: "Bytes that its partitions may have together; 0: any.",
	}),
});

export const deviceEntry = table(
	"LpMetadataBlockDevice",
	64,
	"A partition of the disk that holds extents.",
	{
		first_logical_sector: f.u64(0, { role: "pointer", doc: "First sector behind the metadata." }),
		alignment: f.u32(8, { role: "size", doc: "Bytes to which partitions are aligned." }),
		alignment_offset: f.u32(12, { role: "size", doc: "Bytes by which the device itself is off." }),
		size: f.u64(16, { role: "size", doc: "Bytes of the device." }),
		partition_name: f.bytes(24, 36, { role: "text", doc: "Name of the device.", show: showText }),
		flags: f.u32(60, { role: "flags", doc: "Bit 0: the number of the slot gives its suffix." }),
	},
);
