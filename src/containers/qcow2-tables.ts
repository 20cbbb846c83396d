/** The headers of disks of QEMU. */
import { big as f, table } from "./tables";

export const HEADER = 72;
export const HEADER_3 = 104;

export const header = table(
	"qcow2_header",
	HEADER,
	"Leads to the tables that say where clusters are.",
	{
		magic: f.bytes(0, 4, { role: "magic", doc: "QFI and 0xfb." }),
		version: f.u32(4, {
			role: "id",
			doc: "2 or 3; 3 has more fields.",
			rules: [
				f.rule(
					"qcow2-version",
					"error",
					(v) => v === 2 || v === 3,
					"The version is not known.",
					"2, 3",
				),
			],
		}),
		backing_file_offset: f.u64(8, {
			role: "pointer",
			doc: "Where the name of the disk under it is; 0: there is none.",
		}),
		backing_file_size: f.u32(16, { role: "size", doc: "Bytes of that name." }),
		cluster_bits: f.u32(20, {
			role: "size",
			doc: "A cluster has two to the power of this many bytes.",
			rules: [
				f.rule(
					"qcow2-cluster-bits",
					"error",
					(v) => v >= 9 && v <= 21,
					"No program makes clusters of this size.",
					"9 to 21",
				),
			],
		}),
		size: f.u64(24, { role: "size", doc: "Bytes of the disk." }),
		crypt_method: f.u32(32, {
			role: "id",
			doc: "How it is encrypted.",
			names: { 0: "not encrypted", 1: "AES", 2: "LUKS" },
		}),
		l1_size: f.u32(36, { role: "count", doc: "Entries of the first table." }),
		l1_table_offset: f.u64(40, { role: "pointer", doc: "Where the first table is." }),
		refcount_table_offset: f.u64(48, {
			role: "pointer",
			doc: "Where it is counted how often each cluster is used; reading needs none of it.",
		}),
		refcount_table_clusters: f.u32(56, { role: "count", doc: "Clusters of that table." }),
		nb_snapshots: f.u32(60, { role: "count", doc: "States of the past that it keeps." }),
		snapshots_offset: f.u64(64, { role: "pointer", doc: "Where their list is." }),
	},
);

export const INCOMPATIBLE = { external: 4, compression: 8, extended: 16 };
const KNOWN = 0x1fn;

export const header3 = table("qcow2_header_v3", HEADER_3 - HEADER, "What version 3 adds.", {
	incompatible_features: f.u64(0, {
		role: "flags",
		doc: "What a reader has to know.",
		bits: [
			{ mask: 1, label: "dirty", doc: "Counts of uses may be wrong." },
			{ mask: 2, label: "corrupt", doc: "It was seen to be damaged." },
			{ mask: INCOMPATIBLE.external, label: "external", doc: "Clusters are in another file." },
			{ mask: INCOMPATIBLE.compression, label: "compression", doc: "Its kind is named." },
			{ mask: INCOMPATIBLE.extended, label: "subclusters", doc: "Entries have 16 bytes." },
		],
		rules: [
			f.rule(
				"qcow2-features",
				"error",
				(v) => (v & ~KNOWN) === 0n,
				"It needs something that is not known.",
				"bits 0 to 4",
			),
		],
	}),
	compatible_features: f.u64(8, { role: "flags", doc: "What a reader may ignore." }),
	autoclear_features: f.u64(16, { role: "flags", doc: "What a writer that ignores it clears." }),
	refcount_order: f.u32(24, { role: "size", doc: "Bits of a count, as a power of two." }),
	header_length: f.u32(28, { role: "size", doc: "Bytes of the header; extensions follow." }),
});

export const extension = table("qcow2_extension", 8, "Stands in front of an extension.", {
	type: f.u32(0, {
		role: "id",
		doc: "What it is.",
		names: {
			0: "end",
			3799591626: "format of the disk under it",
			1145132097: "name of the file with the clusters",
			1745090647: "names of features",
		},
	}),
	length: f.u32(4, { role: "size", doc: "Bytes that follow, filled up to a multiple of 8." }),
});
