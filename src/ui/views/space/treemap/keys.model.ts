/** From tile to tile with the arrow keys: the nearest one in that direction. */
import type { TreemapColumns } from "../../../../worker/protocol";
import { SHAPE } from "./tiles.model";

/** Tiles that can be looked at for themselves: all but frames, which the tiles in them cover. */
export const isLeaf = ({ shape }: TreemapColumns, i: number): boolean => shape[i] !== SHAPE.FRAME;

/** The innermost tile at a pixel, or -1. */
export function tileAt(tiles: TreemapColumns, x: number, y: number): number {
	// Around before inside: the last one that holds it is the innermost.
	for (let i = tiles.count - 1; i >= 0; i--) {
		const left = tiles.x[i] as number;
		const top = tiles.y[i] as number;
		const isIn =
			x >= left &&
			y >= top &&
			x < left + (tiles.width[i] as number) &&
			y < top + (tiles.height[i] as number);
		if (isIn) return i;
	}
	return -1;
}

const isDirectory = (shape: number | undefined): boolean =>
	shape === SHAPE.FRAME || shape === SHAPE.DIRECTORY;

/** What a tile of one drawing is in another: of another size, or with other areas. -1: it is not there. */
export function sameTile(tiles: TreemapColumns, of: TreemapColumns, tile: number): number {
	if (tiles === of) return tile;
	const { shape, nid, kind } = of;
	for (let i = nextOf(tiles, nid[tile], -1); i >= 0; i = nextOf(tiles, nid[tile], i)) {
		const isShape =
			tiles.shape[i] === shape[tile] || (isDirectory(tiles.shape[i]) && isDirectory(shape[tile]));
		// What is in no file is told apart by its kind: it has no inode of its own.
		if (isShape && (shape[tile] !== SHAPE.OTHER || tiles.kind[i] === kind[tile])) return i;
	}
	return -1;
}

const nextOf = ({ nid }: TreemapColumns, wanted: bigint | undefined, behind: number): number =>
	wanted === undefined ? -1 : nid.indexOf(wanted, behind + 1);

const WAYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
	"←": [-1, 0],
	"→": [1, 0],
	"↑": [0, -1],
	"↓": [0, 1],
};

/** @param name of a key, as `keyName` has it; one that does not move leads nowhere */
export function neighbour(tiles: TreemapColumns, from: number, name: string): number {
	const leaves = Array.from({ length: tiles.count }, (_, i) => i).filter((i) => isLeaf(tiles, i));
	if (name === "Home") return leaves[0] ?? from;
	if (name === "End") return leaves.at(-1) ?? from;
	const way = WAYS[name];
	if (!way) return from;
	const [dx, dy] = way;
	const [x, y] = middleOf(tiles, from);
	let best = from;
	let least = Number.POSITIVE_INFINITY;
	for (const i of leaves) {
		if (i === from) continue;
		const [toX, toY] = middleOf(tiles, i);
		const along = (toX - x) * dx + (toY - y) * dy;
		const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
		if (along <= 0.5) continue;
		const distance = along + 2 * aside;
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

const middleOf = ({ x, y, width, height }: TreemapColumns, i: number): [number, number] => [
	(x[i] as number) + (width[i] as number) / 2,
	(y[i] as number) + (height[i] as number) / 2,
];
