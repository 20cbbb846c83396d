/** What tiles of the map of space are told apart by, as both sides number it. Data only: the page imports it. */
import type { OwnerKind } from "../ownership/words";

/** Of bytes that are in no file: each stands for all of its sort. */
export const OTHERS = [
	"superblock",
	"unclaimed",
	"unknown",
	"orphan",
	"after-image",
	"padding",
] as const satisfies readonly OwnerKind[];

/** What most of the bytes of a tile are. */
export const TILE_KINDS: readonly OwnerKind[] = [
	"pcluster",
	"plain-data",
	"inode",
	"directory",
	...OTHERS,
];
