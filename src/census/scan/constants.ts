/** What the compiled side of a scan is told: places in memory, and the numbers of the tables. */
import { PAGE, TABLE } from "../../base/passing-pages";
import { LONGEST_PATH } from "../../base/text";
import { KINDS, kind } from "../../erofs/layout/kinds";
import { PADDING_NAMES } from "../../erofs/layout/padding";
import { MAX_DECODED, MAX_PCLUSTER } from "../../erofs/map/extent";
import { FARTHEST } from "../../erofs/map/unit";
import { DIRENT, dirent, FT } from "../../erofs/structs/dirent";
import {
	EXTENT_PARTIAL,
	EXTENT_PLEN,
	EXTENT_RESERVED,
	extent32,
	extentBase,
} from "../../erofs/structs/encoded-extent";
import { SLOT } from "../../erofs/structs/facts";
import { ALGORITHMS, INCOMPAT } from "../../erofs/structs/features";
import {
	CHUNK_FORMAT_END,
	FORMAT_BIT4,
	FORMAT_END,
	inodeCompact,
	inodeExtended,
	LAYOUT,
	NULL32,
	SECOND,
	xattrBytes,
} from "../../erofs/structs/inode";
import {
	ADVISE,
	BIG,
	CBLKCNT,
	DI_HOLE,
	DI_PARTIAL_REF,
	indexReserved,
	LCLUSTER,
	lclusterIndex,
	lclusterNonhead,
	mapHeader,
	TAILS,
} from "../../erofs/structs/zmap";
import { BATCH } from "../directory-data";
import { MOST_NAME } from "../dirents";
import { MOST_TYPE } from "../entries";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../extents";
import { FORM, NONE, ODD } from "../inodes";
import { PAGE_BITS } from "../nid-index";
import { EXTENTS, MOST_DIRECTORY, PIECES, PLACES, ROWS, STEP } from "./memory";
import { TREE_COLUMNS } from "./tree-columns";

/** Names that the compiler takes: `h_advise` of a table becomes `MAP_H_ADVISE`. */
const named = (prefix: string, numbers: Readonly<Record<string, number>>) =>
	Object.entries(numbers).map(([name, value]): [string, number] => [
		`${prefix}_${name.replace(/\W+/g, "_").replace(/_$/, "").toUpperCase()}`,
		value,
	]);

export const constants: readonly (readonly [string, number])[] = [
	...named("AT", PLACES),
	...named("LAYOUT", LAYOUT),
	...named("HAS", INCOMPAT),
	...named("FORM", FORM),
	...named("ADVISE", ADVISE),
	...named("LCLUSTER", LCLUSTER),
	...named("MAP", mapHeader.at),
	...named("INDEX", lclusterIndex.at),
	...named("NONHEAD", lclusterNonhead.at),
	...named("RECORD", extent32.at),
	...named("KIND", EXTENT_KIND),
	...named("BIT", EXTENT),
	...named("OWNER", Object.fromEntries(KINDS.map((name) => [name, kind(name)]))),
	...named("PADDING", Object.fromEntries(PADDING_NAMES.map((name, i) => [name, i]))),
	...named("FT", FT),
	...named("DIRENT", dirent.at),
	...named("COMPACT", inodeCompact.at),
	...named("EXTENDED", inodeExtended.at),
	...named("TREE", Object.fromEntries(TREE_COLUMNS.map((name, i) => [name, i]))),
	["ODD", ODD],
	["NONE", NONE],
	["NULL32", NULL32],
	["SECOND", SECOND],
	["FORMAT_BIT4", FORMAT_BIT4],
	["FORMAT_END", FORMAT_END],
	["CHUNK_FORMAT_END", CHUNK_FORMAT_END],
	["NID_PAGE_BITS", PAGE_BITS],
	["MOST_NAME", MOST_NAME],
	["MOST_TYPE", MOST_TYPE],
	["MOST_DIRECTORY", MOST_DIRECTORY],
	["BATCH", BATCH],
	["STEP", STEP],
	["PIECES", PIECES],
	["XATTR_HEADER", xattrBytes(1)],
	["XATTR_UNIT", xattrBytes(2) - xattrBytes(1)],
	["DIRENT", DIRENT],
	["PAGE", PAGE],
	["TABLE", TABLE],
	["ROWS", ROWS],
	["EXTENTS", EXTENTS],
	["KINDS", KINDS.length],
	["PADDINGS", PADDING_NAMES.length],
	["SLOT", SLOT],
	["COMPACT", inodeCompact.size],
	["EXTENDED", inodeExtended.size],
	["MAP_HEADER", mapHeader.size],
	["INDEX_GAP", indexReserved.size],
	["INDEX_ENTRY", lclusterIndex.size],
	["EXTENT_BASE", extentBase.size],
	["EXTENT_PARTIAL", EXTENT_PARTIAL],
	["EXTENT_PLEN", EXTENT_PLEN],
	["ALGORITHMS", ALGORITHMS.length],
	["EXTENT_RESERVED", EXTENT_RESERVED],
	["BIG", BIG],
	["TAILS", TAILS],
	["CBLKCNT", CBLKCNT],
	["FARTHEST", FARTHEST],
	["DI_HOLE", DI_HOLE],
	["DI_PARTIAL_REF", DI_PARTIAL_REF],
	["MAX_PCLUSTER", MAX_PCLUSTER],
	["MAX_DECODED", MAX_DECODED],
	["LONGEST_PATH", LONGEST_PATH],
	["NO_ALGORITHM", NO_ALGORITHM],
];
export { MEMORY_PAGES } from "./memory";
