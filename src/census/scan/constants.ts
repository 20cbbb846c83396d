/** What the compiled side of a scan is told: places in memory, and the numbers of the tables. */
import { PAGE, TABLE } from "../../base/passing-pages";
import { LONGEST_PATH } from "../../base/text";
import { KINDS, kind } from "../../erofs/layout/kinds";
import { PADDING_NAMES } from "../../erofs/layout/padding";
import { MAX_DECODED, MAX_PCLUSTER } from "../../erofs/map/extent";
import { FARTHEST } from "../../erofs/map/unit";
import { SLOT } from "../../erofs/structs/facts";
import { INCOMPAT } from "../../erofs/structs/features";
import { inodeCompact, inodeExtended, LAYOUT } from "../../erofs/structs/inode";
import {
	ADVISE,
	BIG,
	CBLKCNT,
	DI_HOLE,
	DI_PARTIAL_REF,
	EXTENT_PARTIAL,
	EXTENT_PLEN,
	EXTENT_RESERVED,
	extent32,
	extentBase,
	indexReserved,
	LCLUSTER,
	lclusterIndex,
	lclusterNonhead,
	mapHeader,
	TAILS,
} from "../../erofs/structs/zmap";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../extents";
import { FORM, ODD } from "../inodes";
import { EXTENTS, PLACES, ROWS } from "./memory";

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
	["ODD", ODD],
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
