/**
 * The map of a compressed inode: header, and lcluster indexes in their full form. The compact form
 * packs entries into bits (map/compact.ts); what may be there instead is in encoded-extent.ts.
 */

import { fieldKit } from "../../schema/field";
import { struct } from "../../schema/struct";
import { erofsStruct, type Facts, reserved, u16, u32 } from "./facts";
import { ALGORITHMS, algorithmLabel, hasIncompat } from "./features";

export const ADVISE = {
	COMPACTED_2B: 0x01,
	/** Layout 1 only: the same bit means encoded extents. */
	EXTENTS: 0x01,
	BIG_PCLUSTER_1: 0x02,
	BIG_PCLUSTER_2: 0x04,
	INLINE_PCLUSTER: 0x08,
	INTERLACED_PCLUSTER: 0x10,
	FRAGMENT_PCLUSTER: 0x20,
} as const;

/** The two places for a tail. */
export const TAILS = ADVISE.INLINE_PCLUSTER | ADVISE.FRAGMENT_PCLUSTER;

/** Either of the flags for units of several blocks. */
export const BIG = ADVISE.BIG_PCLUSTER_1 | ADVISE.BIG_PCLUSTER_2;

export interface MapContext extends Facts {
	readonly compact: boolean;
	readonly extents: boolean;
	readonly inline: boolean;
	readonly fragment: boolean;
	/** 16- and 32-byte extent records: bytes 0..3 and 6..7 hold the record count. */
	readonly counted: boolean;
	readonly wholeFragment: boolean;
}

const map = fieldKit<MapContext>();

export const mapHeader = struct<MapContext>()(
	"z_erofs_map_header",
	8,
	"How the index of a compressed inode is stored and what its tail is.",
	{
		whole_fragment: map.u64(0, {
			doc: "Bit 63 set: the whole file is a piece of the packed inode, at this offset.",
			role: "pointer",
			since: "6.1",
			when: (c) => c.wholeFragment,
			show: (v) => `packed offset ${v & ~(1n << 63n)}`,
		}),
		h_fragmentoff: map.u32(0, {
			doc: "Where the tail of the file lies in the packed inode (low 32 bits).",
			role: "pointer",
			since: "6.1",
			when: (c) => c.fragment && !c.counted && !c.wholeFragment,
			show: (v) => `packed offset ${v}`,
		}),
		h_reserved1: map.u16(0, {
			doc: "Not used here.",
			role: "reserved",
			when: (c) => !c.fragment && !c.counted && !c.wholeFragment,
		}),
		h_idata_size: map.u16(2, {
			doc: "Bytes of the compressed tail stored behind the index.",
			role: "size",
			since: "5.17",
			when: (c) => !c.fragment && !c.counted && !c.wholeFragment,
			rules: [
				map.rule(
					"z-idata-size",
					"error",
					(v, c) => !c.inline || c.extents || v > 0,
					"The tail is stored behind the index, in no bytes at all.",
					"at least 1",
				),
			],
		}),
		h_extents_lo: map.u32(0, {
			doc: "Number of extent records.",
			role: "count",
			since: "6.15",
			when: (c) => c.counted && !c.wholeFragment,
		}),
		h_advise: map.u16(4, {
			doc: "Flags of the map.",
			role: "flags",
			when: (c) => !c.wholeFragment,
			bits: [
				{
					mask: 0x01,
					label: "COMPACTED_2B / EXTENTS",
					doc: "Compact layout: 2-byte packs occur. Full layout: encoded extents instead of indexes.",
				},
				{ mask: 0x02, label: "BIG_PCLUSTER_1", doc: "HEAD1 units may span several blocks." },
				{
					mask: 0x04,
					label: "BIG_PCLUSTER_2",
					doc: "HEAD2 and plain units may span several blocks.",
				},
				{ mask: 0x08, label: "INLINE_PCLUSTER", doc: "The tail unit is stored behind the index." },
				{
					mask: 0x10,
					label: "INTERLACED_PCLUSTER",
					doc: "Plain units are rotated inside their block.",
				},
				{ mask: 0x20, label: "FRAGMENT_PCLUSTER", doc: "The tail lies in the packed inode." },
			],
			rules: [
				map.rule(
					"z-big-flags",
					"error",
					(v, c) => !c.compact || ((v >> 1) & 1) === ((v >> 2) & 1),
					"Only one of the two flags for units of several blocks is set. Compact indexes need both or neither, and kernels refuse the inode.",
					"bits 1 and 2 equal",
				),
				map.rule(
					"z-big-undeclared",
					"error",
					(v, c) => c.extents || (v & BIG) === 0 || hasIncompat(c, "COMPR_CFGS"),
					"Units may span several blocks, but the superblock does not declare such images; kernels refuse the inode.",
					"bits 1 and 2 clear",
				),
				map.rule(
					"z-extents-undeclared",
					"warning",
					(_, c) => !c.extents || hasIncompat(c, "48BIT"),
					"The map has encoded extents, which come with 48-bit images; the superblock does not declare one.",
					"bit 0 clear",
				),
				map.rule(
					"z-tail-twice",
					"error",
					(v, c) => c.extents || (v & TAILS) !== TAILS,
					"The tail of the file is said to lie behind the index and in the packed inode at once.",
					"one of bits 3 and 5",
				),
				map.rule(
					"z-tail-undeclared",
					"warning",
					(_, c) => !c.inline || c.extents || hasIncompat(c, "ZTAILPACKING"),
					"The tail is stored behind the index, which the superblock does not declare: kernels that do not know such tails mount the image all the same.",
					"bit 3 clear, or the feature ZTAILPACKING",
				),
				map.rule(
					"z-fragment-undeclared",
					"warning",
					(_, c) => !c.fragment || hasIncompat(c, "FRAGMENTS"),
					"The tail is in the packed inode, and the superblock does not declare that there is one.",
					"bit 5 clear, or the feature FRAGMENTS",
				),
				map.rule(
					"z-advise-unknown",
					"note",
					(v) => v < 0x40,
					"The map header has flags that no version of the format defines; readers ignore them.",
					"bits 0 to 5",
				),
			],
		}),
		h_extents_hi: map.u16(6, {
			doc: "High bits of the number of extent records.",
			role: "count",
			since: "6.15",
			when: (c) => c.counted && !c.wholeFragment,
		}),
		h_algorithmtype: map.u8(6, {
			doc: "Algorithms: low half for HEAD1, high half for HEAD2.",
			role: "id",
			when: (c) => !c.counted && !c.wholeFragment,
			show: (v) => `HEAD1 ${algorithmLabel(v & 15)}, HEAD2 ${algorithmLabel(v >> 4)}`,
			rules: [
				map.rule(
					"z-head1-algorithm",
					"error",
					(v, c) => c.extents || (v & 15) < ALGORITHMS.length,
					"No version of the format defines the algorithm of HEAD1: kernels refuse the inode, whatever its units are.",
					"0 to 3 in the low half",
				),
				map.rule(
					"z-head2-algorithm",
					"warning",
					(v, c) => c.extents || v >> 4 < ALGORITHMS.length,
					"No version of the format defines the algorithm of HEAD2: kernels before 6.17 refuse the inode, also where no unit has it.",
					"0 to 3 in the high half",
				),
			],
		}),
		h_clusterbits: map.u8(7, {
			doc: "Size of a logical cluster: block size times 2 to the power of the low 4 bits.",
			role: "size",
			when: (c) => !c.counted && !c.wholeFragment,
			show: (v, c) => `${v} (cluster ${c.blockSize * 2 ** (v & 15)} bytes)`,
			rules: [
				map.rule(
					"z-clusterbits-reserved",
					"warning",
					(v) => (v & 0x70) === 0,
					"Bits 4 to 6 of the cluster size are set; older kernels read them differently.",
					"bits 4 to 6 zero",
				),
			],
		}),
	},
);

export const LCLUSTER = { PLAIN: 0, HEAD1: 1, NONHEAD: 2, HEAD2: 3 } as const;
/** Flag in delta[0] of the first NONHEAD: the low 11 bits are the unit's length in blocks. */
export const CBLKCNT = 0x800;
export const DI_PARTIAL_REF = 0x8000;
export const DI_HOLE = 0x4000;

export const lclusterNames: Readonly<Record<number, string>> = {
	0: "PLAIN",
	1: "HEAD1",
	2: "NONHEAD",
	3: "HEAD2",
};

const di_advise = u16(0, {
	doc: "Type of the logical cluster.",
	role: "flags",
	bits: [
		{ mask: 3, label: "type", doc: "What starts or goes on here.", names: lclusterNames },
		{ mask: DI_HOLE, label: "HOLE", doc: "Zero bytes; nothing stored (Linux 7.2)." },
		{
			mask: DI_PARTIAL_REF,
			label: "PARTIAL_REF",
			doc: "Only the first part of the unit is used.",
		},
	],
});

/** A record of a head: a unit starts in its logical cluster. */
export const lclusterIndex = erofsStruct(
	"z_erofs_lcluster_index",
	8,
	"A compressed or plain unit starts in this logical cluster.",
	{
		di_advise,
		di_clusterofs: u16(2, {
			doc: "Byte inside this logical cluster at which the unit starts.",
			role: "size",
		}),
		blkaddr: u32(4, {
			doc: "Block of the unit; the high half of the packed offset when a fragment starts here.",
			role: "pointer",
			show: (v) => String(v),
		}),
	},
);

/** A record of a logical cluster in which no unit starts. */
export const lclusterNonhead = erofsStruct(
	"z_erofs_lcluster_index",
	8,
	"The unit of an earlier logical cluster goes on in this one.",
	{
		di_advise,
		di_clusterofs: u16(2, { doc: "Not used here.", role: "reserved" }),
		"delta[0]": u16(4, {
			doc: "Logical clusters back to the head; behind a head it may be the length of the unit instead.",
			role: "pointer",
			show: (v) => (v & CBLKCNT ? `unit of ${v & (CBLKCNT - 1)} blocks` : `${v} back`),
		}),
		"delta[1]": u16(6, {
			doc: "Logical clusters on to the next head; a hint.",
			role: "pointer",
			show: (v) => `${v} on`,
		}),
	},
);

export const indexReserved = erofsStruct("reserved", 8, "Gap before the full index.", {
	reserved: { ...reserved(0, 8), doc: "Always present before full indexes." },
});
