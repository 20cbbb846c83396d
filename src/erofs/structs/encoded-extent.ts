/** Encoded extents: a record of 4 to 32 bytes for each unit of a file, in the place of an lcluster index. */
import { fieldKit, type Target } from "../../schema/field";
import { type Struct, struct } from "../../schema/struct";
import { dataTarget, erofsStruct, type Facts, u64 } from "./facts";
import { algorithmLabel, hasIncompat } from "./features";

export const EXTENT_PARTIAL = 1 << 27;
export const EXTENT_PLEN = 0x1fffff;
export const EXTENT_RESERVED = 0x07e00000;

/** Context of the records: the image, and whether this one is the fragment a file ends with. */
export interface ExtentContext extends Facts {
	readonly fragment: boolean;
}

const extent = fieldKit<ExtentContext>();
const extentStruct = struct<ExtentContext>();

const plenText = (v: number): string => {
	const format = v >>> 28;
	const length = v & EXTENT_PLEN;
	if (length === 0) return "hole";
	const how = format === 0 ? "plain" : algorithmLabel(format - 1);
	return `${length} bytes, ${how}${v & EXTENT_PARTIAL ? ", partial" : ""}`;
};

const plen = extent.u32(0, {
	doc: "Stored length, flags and algorithm.",
	role: "size",
	show: plenText,
	when: (c) => !c.fragment,
	rules: [
		extent.rule(
			"extent-hole-format",
			"error",
			(v) => (v & EXTENT_PLEN) !== 0 || v === 0,
			"The record says how its unit is stored, but not in how many bytes: it is read as zero bytes.",
			"a length, or 0 as a whole for a hole",
		),
		extent.rule(
			"extent-plen-limit",
			"error",
			(v) => v >>> 28 === 0 || (v & EXTENT_PLEN) <= 1 << 20,
			"The record says that its unit is stored in more bytes than kernels allow.",
			"at most 1,048,576 bytes",
		),
		extent.rule(
			"extent-plen-reserved",
			"warning",
			(v) => (v & EXTENT_RESERVED) === 0,
			"Bits between the length and the flags of the record are set; they have no meaning yet.",
			"bits 21 to 26 clear",
		),
		extent.rule(
			"extent-partial-undeclared",
			"warning",
			(v, c) => (v & EXTENT_PARTIAL) === 0 || hasIncompat(c, "FRAGMENTS"),
			"Only a part of the unit is used, which images without the feature DEDUPE do not have.",
			"bit 27 clear",
		),
	],
});
const fragmentoff_lo = extent.u32(0, {
	doc: "Where the tail of the file lies in the packed inode, low half.",
	role: "pointer",
	show: (v) => `packed offset ${v}`,
	when: (c) => c.fragment,
});
const pstart_lo = extent.u32(4, {
	doc: "Byte address of the unit, low half.",
	role: "pointer",
	when: (c) => !c.fragment,
});
const fragmentoff_hi = extent.u32(4, {
	doc: "High half of the offset in the packed inode.",
	role: "pointer",
	when: (c) => c.fragment,
});
const pstart_hi = extent.u32(8, { doc: "Byte address of the unit, high half.", role: "pointer" });
const lstart_lo = extent.u32(12, {
	doc: "First byte of the file in this unit, low half.",
	role: "size",
});

interface Pointing {
	readonly plen: number;
	readonly pstart_lo: number;
	readonly pstart_hi?: number;
}

function unitTarget(
	{ plen, pstart_lo, pstart_hi = 0 }: Pointing,
	c: ExtentContext,
): Target | undefined {
	const length = c.fragment ? 0 : plen & EXTENT_PLEN;
	return length === 0 ? undefined : dataTarget(c, pstart_hi * 2 ** 32 + pstart_lo, length, "unit");
}

const lowLink = { field: "pstart_lo", to: unitTarget } as const;
const links = [lowLink, { field: "pstart_hi", to: unitTarget }] as const;

export const extentBase = erofsStruct("extent base address", 8, "Where the first unit lies.", {
	pstart: u64(0, { doc: "Byte address of the first unit; the others follow it.", role: "pointer" }),
});

export const extent4 = extentStruct("z_erofs_extent (4 bytes)", 4, "One compressed unit.", {
	plen,
	fragmentoff_lo,
});

export const extent8 = extentStruct(
	"z_erofs_extent (8 bytes)",
	8,
	"One compressed unit.",
	{ plen, fragmentoff_lo, pstart_lo, fragmentoff_hi },
	{ links: [lowLink] },
);

export const extent16 = extentStruct(
	"z_erofs_extent (16 bytes)",
	16,
	"One compressed unit.",
	{ plen, fragmentoff_lo, pstart_lo, fragmentoff_hi, pstart_hi, lstart_lo },
	{ links },
);

export const extent32 = extentStruct(
	"z_erofs_extent",
	32,
	"One compressed unit.",
	{
		plen,
		fragmentoff_lo,
		pstart_lo,
		fragmentoff_hi,
		pstart_hi,
		lstart_lo,
		lstart_hi: extent.u32(16, {
			doc: "First byte of the file in this unit, high half.",
			role: "size",
		}),
		reserved: extent.reserved(20, 12),
	},
	{ links },
);

/** Record table by record size. */
export const extentTable = (size: number): Struct<ExtentContext> =>
	size === 4 ? extent4 : size === 8 ? extent8 : size === 16 ? extent16 : extent32;
