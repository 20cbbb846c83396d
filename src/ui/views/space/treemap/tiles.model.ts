/** Tiles of the treemap as the page reads them: what they are called, say, and look like. */
import { showName } from "../../../../base/text";
import { countText, percentText, sizeText, storedShare } from "../../../../base/words";
import {
	KIND_WORDS,
	NO_ALGORITHM,
	type OwnerKind,
	TILE_KINDS,
	type TreemapColumns,
} from "../../../../worker/protocol";
import type { Area, Colour } from "../model";

/** As the worker numbers shapes, kinds and algorithms. */
export const SHAPE = { FILE: 0, FRAME: 1, DIRECTORY: 2, LIST: 3, REST: 4, OTHER: 5 } as const;
const MIXED = 0xfe;

export type Hue =
	| "pct-1"
	| "pct-2"
	| "pct-3"
	| "pct-4"
	| "pct-5"
	| "pct-6"
	| "own-compressed"
	| "own-plain"
	| "own-inode"
	| "own-dir"
	| "own-table"
	| "mixed";

export interface Swatch {
	readonly hue: Hue;
	/** Lines over the colour. */
	readonly hatched?: boolean;
	readonly words: string;
}

/** Ends of the steps, as shares of size: fixed, so that two images can be compared. */
const STEPS = [0.3, 0.5, 0.6, 0.75, 0.9] as const;
const RATIOS: readonly Swatch[] = [
	{ hue: "pct-1", words: "under 30 % of size" },
	{ hue: "pct-2", words: "30 to 50" },
	{ hue: "pct-3", words: "50 to 60" },
	{ hue: "pct-4", words: "60 to 75" },
	{ hue: "pct-5", words: "75 to 90" },
	{ hue: "pct-6", words: "90 or more" },
];
const PLAIN: Swatch = { hue: "pct-6", hatched: true, words: "not compressed" };
const MANY: Swatch = { hue: "mixed", words: "several" };

const KINDS: readonly Swatch[] = [
	{ hue: "own-compressed", words: "compressed contents" },
	{ hue: "own-plain", hatched: true, words: "uncompressed contents" },
	{ hue: "own-inode", words: "inodes" },
	{ hue: "own-dir", words: "directories" },
	{ hue: "own-table", words: "tables" },
];

/** What of a sort that is in no file stands for more than its word says. */
const SORTS: Partial<Record<OwnerKind, string>> = {
	superblock: "tables",
	padding: "padding and the like",
};
const FIRST_OTHER = KINDS.length - 1;
const WASTE: Swatch = { hue: "mixed", hatched: true, words: "in no file" };

/** By algorithm id. */
const ALGORITHMS: readonly Swatch[] = [
	{ hue: "own-compressed", words: "LZ4" },
	{ hue: "own-dir", words: "MicroLZMA" },
	{ hue: "own-table", words: "DEFLATE" },
	{ hue: "own-inode", words: "Zstandard" },
];
const NONE: Swatch = { hue: "own-plain", hatched: true, words: "not compressed" };

export const LEGENDS: Readonly<Record<Colour, readonly Swatch[]>> = {
	ratio: [...RATIOS, PLAIN, WASTE],
	kind: [...KINDS, WASTE, MANY],
	algorithm: [...ALGORITHMS, NONE, WASTE, MANY],
};

export function swatchOf(tiles: TreemapColumns, i: number, colour: Colour): Swatch {
	const kind = tiles.kind[i] as number;
	if (tiles.shape[i] === SHAPE.OTHER && (colour !== "kind" || kind > FIRST_OTHER)) return WASTE;
	if (colour === "kind") return KINDS[kind] ?? MANY;
	const algorithm = tiles.algorithm[i] as number;
	if (colour === "algorithm") {
		if (algorithm === NO_ALGORITHM) return NONE;
		return ALGORITHMS[algorithm] ?? MANY;
	}
	const share = shareOf(tiles, i);
	if (share === undefined) return PLAIN;
	// What stores nothing here, as contents on a device that is missing, is not well compressed.
	if (algorithm === NO_ALGORITHM && (share === 0 || share >= 1)) return PLAIN;
	const step = STEPS.findIndex((end) => share < end);
	return (step < 0 ? RATIOS.at(-1) : RATIOS[step]) as Swatch;
}

const shareOf = (tiles: TreemapColumns, i: number): number | undefined =>
	storedShare(tiles.stored[i] as number, tiles.contents[i] as number);

const isMixed = (tiles: TreemapColumns, i: number): boolean => tiles.kind[i] === MIXED;

export function nameOf(tiles: TreemapColumns, i: number): string {
	const { names, nameStart, shape, inodes, kind } = tiles;
	if (shape[i] === SHAPE.OTHER) return `(${sortOf(TILE_KINDS[kind[i] as number] ?? "padding")})`;
	if (shape[i] === SHAPE.LIST) return "(names)";
	if (shape[i] === SHAPE.REST) return `${countText(inodes[i] as number)} more`;
	return showName(names.subarray(nameStart[i], nameStart[i + 1]));
}

const sortOf = (kind: OwnerKind): string => SORTS[kind] ?? KIND_WORDS[kind].name;

/** Names from below the directory that is looked into, joined by slashes. */
export function pathBelow(tiles: TreemapColumns, i: number): string {
	const names: string[] = [];
	for (let at = i; at > 0; at = tiles.frame[at] as number) names.unshift(nameOf(tiles, at));
	return names.join("/");
}

/** What stands under the name. */
export function figureOf(tiles: TreemapColumns, i: number, area: Area, colour: Colour): string {
	const share = shareOf(tiles, i);
	if (tiles.shape[i] === SHAPE.OTHER) return sizeText(bytesOf(tiles, i, area));
	if (colour === "ratio" && share && !isWhole(tiles, i)) return percentText(share);
	return sizeText(bytesOf(tiles, i, area));
}

const isWhole = (tiles: TreemapColumns, i: number): boolean =>
	!isMixed(tiles, i) &&
	tiles.algorithm[i] === NO_ALGORITHM &&
	tiles.stored[i] === tiles.contents[i];

export const bytesOf = (tiles: TreemapColumns, i: number, area: Area): number =>
	Math.round((area === "disk" ? tiles.disk[i] : tiles.contents[i]) as number);

/** All that is known of a tile, in a sentence. */
export function sentenceOf(tiles: TreemapColumns, i: number): string {
	if (tiles.shape[i] === SHAPE.OTHER) return `${sizeText(tiles.disk[i] as number)} in no file`;
	const disk = sizeText(Math.round(tiles.disk[i] as number));
	const contents = sizeText(tiles.contents[i] as number);
	const share = shareOf(tiles, i);
	const rate = isWhole(tiles, i)
		? "not compressed"
		: share === undefined
			? "no contents"
			: share === 0
				? "none of them stored here"
				: `${percentText(share)} of size`;
	const what = {
		[SHAPE.FRAME]: "directory, ",
		[SHAPE.DIRECTORY]: "directory, ",
		[SHAPE.LIST]: "the list of names itself, ",
	}[tiles.shape[i] as number];
	const count = tiles.inodes[i] as number;
	const many = count > 1 ? `${countText(count)} inodes, ` : "";
	return `${what ?? ""}${many}${disk} on disk, contents ${contents}, ${rate}`;
}
