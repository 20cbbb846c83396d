/**
 * What is below a directory as tiles whose areas are bytes. What would be too small to be seen is one
 * tile for each directory, so that half a million files are a few thousand tiles.
 */
import { type HierarchyRectangularNode, hierarchy, treemap } from "d3-hierarchy";
import { isStored } from "../base/space";
import { NO_ALGORITHM } from "../census/extents";
import type { Tree } from "../census/tree";
import { type KindName, kind as kindIndex } from "../erofs/layout/kinds";
import type { OwnerKind } from "../ownership/words";
import { directoryFor } from "./below";
import type { Ledger, Measure } from "./ledger";
import { type OTHERS, TILE_KINDS } from "./tile-kinds";

export interface TreemapParams {
	/** Row of the directory. */
	readonly directory: number;
	readonly area: Measure;
	/** Pixels. */
	readonly width: number;
	readonly height: number;
}

/** What a tile stands for. */
export const TILE = {
	/** A file, or anything else that has a name and nothing below it. */
	FILE: 0,
	/** A directory around the tiles of what is in it. */
	FRAME: 1,
	/** A directory too small to look into. */
	DIRECTORY: 2,
	/** The list of the names in the directory around it, with its inode. */
	LIST: 3,
	/** All that is too small in the directory around it. */
	REST: 4,
	/** Bytes of the image that are in no file. */
	OTHER: 5,
} as const;

/** In columns of kinds and algorithms: several. */
export const MIXED = 0xfe;

/** Around before inside. */
export interface TreemapColumns {
	readonly count: number;
	/** Pixels. */
	readonly x: Float32Array<ArrayBuffer>;
	readonly y: Float32Array<ArrayBuffer>;
	readonly width: Float32Array<ArrayBuffer>;
	readonly height: Float32Array<ArrayBuffer>;
	readonly shape: Uint8Array<ArrayBuffer>;
	/** Index of the frame it is in; of the outermost its own. */
	readonly frame: Uint32Array<ArrayBuffer>;
	/** Of the rest, that of the directory. */
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Inodes it stands for. */
	readonly inodes: Uint32Array<ArrayBuffer>;
	/** Bytes in the image, each counted once; and bytes of contents. */
	readonly disk: Float64Array<ArrayBuffer>;
	readonly contents: Float64Array<ArrayBuffer>;
	/** Bytes in the image without inodes, attributes and maps. */
	readonly stored: Float64Array<ArrayBuffer>;
	/** Index into TILE_KINDS, or MIXED. */
	readonly kind: Uint8Array<ArrayBuffer>;
	/** Algorithm id, NO_ALGORITHM, or MIXED. */
	readonly algorithm: Uint8Array<ArrayBuffer>;
	/** Name i is names[nameStart[i] .. nameStart[i + 1]): raw bytes, empty where there is none. */
	readonly names: Uint8Array<ArrayBuffer>;
	readonly nameStart: Uint32Array<ArrayBuffer>;
}

/** Square pixels of the smallest tile, and of the smallest directory that is looked into. */
const SMALLEST = 40;
const SMALLEST_FRAME = 900;
/** Directories inside one another that are looked into. */
const DEEPEST = 8;
/** Pixels of a frame above its tiles, where its name stands; and around them. */
const HEAD = 17;
const EDGE = 2;
/** Pixels a frame must have for its name. */
const NAMED = { width: 44, height: 40 } as const;

interface Tile {
	readonly shape: number;
	/** Row of the inode. */
	readonly inode: number;
	readonly value: number;
	readonly disk: number;
	readonly contents: number;
	readonly stored: number;
	readonly inodes: number;
	/** Of what is in no file. */
	readonly kind?: OwnerKind;
	readonly children?: readonly Tile[];
}

export function treemapOf(ledger: Ledger, params: TreemapParams): TreemapColumns {
	const { width, height } = params;
	const root = new Tiles(ledger, params).root();
	const place = treemap<Tile>()
		.size([width, height])
		.paddingInner(1)
		.paddingOuter((node) => (node.depth === 0 ? 0 : EDGE))
		.paddingTop((node) => (node.depth === 0 ? 0 : hasHead(node) ? HEAD : EDGE))
		.round(true);
	const tree = hierarchy(root, ({ children }) => children as Tile[] | undefined)
		.sum(({ children, value }) => (children ? 0 : value))
		.sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
	return columnsOf(ledger, place(tree).descendants());
}

const hasHead = ({ x0, x1, y0, y1 }: HierarchyRectangularNode<Tile>): boolean =>
	x1 - x0 >= NAMED.width && y1 - y0 >= NAMED.height;

class Tiles {
	readonly #ledger: Ledger;
	readonly #tree: Tree;
	readonly #directory: number;
	readonly #area: Measure;
	/** By inode, and by directory: bytes by which areas go. */
	readonly #values: Float64Array;
	readonly #sums: Float64Array;
	readonly #inodesBelow: Float64Array;
	/** Bytes of a square pixel. */
	readonly #scale: number;

	constructor(ledger: Ledger, { directory, area, width, height }: TreemapParams) {
		this.#ledger = ledger;
		this.#tree = ledger.tree;
		this.#directory = directory;
		this.#area = area;
		this.#values = ledger.measure(area);
		this.#sums = ledger.below(area);
		this.#inodesBelow = ledger.inodesBelow;
		this.#scale = (this.#sums[directory] as number) / Math.max(1, width * height);
	}

	root(): Tile {
		const frame = this.#frame(this.#directory, 0);
		if (this.#directory !== 0 || this.#area !== "disk") return frame;
		const others = othersIn(this.#ledger).map(({ kind, bytes }): Tile => {
			const sums = { value: bytes, disk: bytes, contents: 0, stored: bytes, inodes: 0 };
			return { ...sums, shape: TILE.OTHER, inode: frame.inode, kind };
		});
		const disk = others.reduce((sum, other) => sum + other.disk, frame.disk);
		const seen = others.filter(({ value }) => value >= SMALLEST * this.#scale);
		return { ...frame, disk, children: [...(frame.children ?? []), ...seen] };
	}

	#frame(directory: number, depth: number): Tile {
		const tree = this.#tree;
		const { entries, directories } = tree;
		const children = [this.#list(directory)];
		const end = directories.first[directory + 1] as number;
		for (let entry = directories.first[directory] as number; entry < end; entry++) {
			const inode = entries.inode[entry] as number;
			const below = tree.directoryOf(inode);
			if (tree.entryOf(inode) !== entry || below === this.#directory) continue;
			const value = (below >= 0 ? this.#sums[below] : this.#values[inode]) as number;
			if (value < SMALLEST * this.#scale || value === 0) continue;
			if (below < 0) children.push(this.#file(inode));
			else if (depth < DEEPEST && value >= SMALLEST_FRAME * this.#scale)
				children.push(this.#frame(below, depth + 1));
			else children.push(this.#closed(below, TILE.DIRECTORY));
		}
		const kept = children.filter(({ value }) => value >= SMALLEST * this.#scale && value > 0);
		const whole = this.#closed(directory, TILE.FRAME);
		const rest = this.#rest(whole, kept);
		return { ...whole, children: rest.value > 0 ? [...kept, rest] : kept };
	}

	#file(inode: number): Tile {
		const { files, account } = this.#ledger;
		return {
			shape: TILE.FILE,
			inode,
			value: this.#values[inode] as number,
			disk: this.#ledger.measure("disk")[inode] as number,
			contents: files.size[inode] as number,
			stored: account.inodes.portion[inode] as number,
			inodes: 1,
		};
	}

	#list(directory: number): Tile {
		const inode = this.#tree.directories.inode[directory] as number;
		return { ...this.#file(inode), shape: TILE.LIST };
	}

	#closed(directory: number, shape: number): Tile {
		const disk = this.#ledger.below("disk")[directory] as number;
		return {
			shape,
			inode: this.#tree.directories.inode[directory] as number,
			value: this.#sums[directory] as number,
			disk,
			contents: this.#ledger.below("contents")[directory] as number,
			stored: disk - (this.#ledger.aroundBelow[directory] as number),
			inodes: this.#inodesBelow[directory] as number,
		};
	}

	/** What of a whole is not among its parts. */
	#rest(whole: Tile, parts: readonly Tile[]): Tile {
		const left = (of: "value" | "disk" | "contents" | "stored" | "inodes") =>
			Math.max(
				0,
				parts.reduce((sum, part) => sum - part[of], whole[of]),
			);
		return {
			shape: TILE.REST,
			inode: whole.inode,
			// Divided bytes add up but for the last digits.
			value: left("value") < 1 ? 0 : left("value"),
			disk: left("disk"),
			contents: left("contents"),
			stored: left("stored"),
			inodes: left("inodes"),
		};
	}
}

/** Kinds of bytes that never are a part of what an inode takes, by the tile they are in. */
const FREE: readonly (readonly [(typeof OTHERS)[number], readonly KindName[]])[] = [
	[
		"superblock",
		[
			"superblock",
			"sb-extslots",
			"compression-config",
			"device-slot",
			"prefix-table",
			"shared-xattr",
		],
	],
	["unclaimed", ["boot", "unclaimed"]],
	["unknown", ["unknown"]],
	["orphan", ["orphan"]],
	["after-image", ["after-image"]],
];

/** Bytes of the image and its devices that no inode takes, by what they are; with the inodes all. */
function othersIn(ledger: Ledger): { readonly kind: OwnerKind; readonly bytes: number }[] {
	const stored = ledger.account.spaces.filter(({ id }) => isStored(id));
	const sizeOf = (names: readonly KindName[]) =>
		stored.reduce(
			(sum, { bytes }) =>
				names.reduce((all, name) => all + (bytes[kindIndex(name)] as number), sum),
			0,
		);
	const others = FREE.map(([kind, names]) => ({ kind, bytes: sizeOf(names) }));
	const inFiles = ledger.below("disk")[0] as number;
	const known = others.reduce((sum, { bytes }) => sum + bytes, inFiles);
	// Between structures, behind contents, and in the packed inode what no file uses.
	const rest = Math.max(0, Math.round(ledger.whole - known));
	return [...others, { kind: "padding" as const, bytes: rest }].filter(({ bytes }) => bytes > 0);
}

function columnsOf(
	ledger: Ledger,
	nodes: readonly HierarchyRectangularNode<Tile>[],
): TreemapColumns {
	const count = nodes.length;
	const numbers = new Map(nodes.map((node, i) => [node, i]));
	const names = nodes.map(({ data }) => nameOf(ledger.tree, data));
	const nameStart = new Uint32Array(count + 1);
	for (const [i, name] of names.entries())
		nameStart[i + 1] = (nameStart[i] as number) + name.length;
	const arena = new Uint8Array(nameStart[count] as number);
	for (const [i, name] of names.entries()) arena.set(name, nameStart[i]);
	const each = (of: (node: HierarchyRectangularNode<Tile>) => number) => nodes.map(of);
	return {
		count,
		x: Float32Array.from(each(({ x0 }) => x0)),
		y: Float32Array.from(each(({ y0 }) => y0)),
		width: Float32Array.from(each(({ x0, x1 }) => x1 - x0)),
		height: Float32Array.from(each(({ y0, y1 }) => y1 - y0)),
		shape: Uint8Array.from(each(({ data }) => data.shape)),
		frame: Uint32Array.from(each((node) => numbers.get(node.parent ?? node) ?? 0)),
		nid: BigUint64Array.from(nodes, ({ data }) => ledger.tree.nid(data.inode)),
		inodes: Uint32Array.from(each(({ data }) => data.inodes)),
		disk: Float64Array.from(each(({ data }) => data.disk)),
		contents: Float64Array.from(each(({ data }) => data.contents)),
		stored: Float64Array.from(each(({ data }) => data.stored)),
		kind: Uint8Array.from(each(({ data }) => kindOf(ledger, data))),
		algorithm: Uint8Array.from(each(({ data }) => algorithmOf(ledger, data))),
		names: arena,
		nameStart,
	};
}

const NOTHING = new Uint8Array();

function nameOf(tree: Tree, { shape, inode }: Tile): Uint8Array {
	if (shape === TILE.LIST || shape === TILE.REST || shape === TILE.OTHER) return NOTHING;
	const entry = tree.entryOf(inode);
	return directoryFor(tree, inode) === 0 && tree.directoryOf(inode) === 0
		? tree.path
		: tree.entries.name(entry);
}

const isOne = (shape: number): boolean => shape === TILE.FILE || shape === TILE.LIST;

function kindOf({ files, tree }: Ledger, tile: Tile): number {
	const { shape, inode, stored, disk } = tile;
	if (tile.kind) return TILE_KINDS.indexOf(tile.kind);
	if (!isOne(shape)) return MIXED;
	if (disk - stored > stored) return TILE_KINDS.indexOf("inode");
	if (tree.directoryOf(inode) >= 0) return TILE_KINDS.indexOf("directory");
	const isPacked = (files.packed[inode] as number) > 0;
	const isUnits = isPacked || files.algorithm[inode] !== NO_ALGORITHM;
	return TILE_KINDS.indexOf(isUnits ? "pcluster" : "plain-data");
}

const algorithmOf = ({ files }: Ledger, { shape, inode }: Tile): number =>
	isOne(shape) ? (files.algorithm[inode] as number) : MIXED;
