/** Between rows (by index, changing) and spots (by directory and entry, lasting). */
import { showName } from "../../../base/text";
import { pathOfDir, type Row } from "./model/dir";
import { entryName, nameOf } from "./model/entries";
import type { Tree } from "./model/tree.model";
import type { Spot } from "./tree.store";

export const spotOf = (row: Row): Spot => ({
	dir: row.dir,
	entry: row.kind === "entry" ? row.entry : -1,
});

export const sameSpot = (a: Spot | undefined, b: Spot | undefined): boolean =>
	a === b || (a !== undefined && a.dir === b?.dir && a.entry === b.entry);

export function spotAt(tree: Tree, index: number): Spot | undefined {
	const row = tree.row(index);
	return row && spotOf(row);
}

/** Row of a spot; -1 when it is not on show. */
export const indexOfSpot = (tree: Tree, spot: Spot): number =>
	spot.entry < 0 ? tree.startOf(spot.dir) : tree.indexOf(spot.dir, spot.entry);

/** Row of a spot, or of the nearest directory above it that is on show; -1 for none. */
export function nearestIndex(tree: Tree, spot: Spot): number {
	let at: Spot | undefined = spot;
	while (at) {
		const index = indexOfSpot(tree, at);
		if (index >= 0) return index;
		const { dir }: Spot = at;
		at = dir.parent && { dir: dir.parent, entry: dir.entry };
	}
	return -1;
}

/** Row of the directory a spot lies in; -1 at the top. */
export const parentIndex = (tree: Tree, { dir }: Spot): number =>
	dir.parent ? tree.indexOf(dir.parent, dir.entry) : -1;

/** First row inside the open directory at `index`; -1 while nothing of it is on show. */
export function firstInside(tree: Tree, { dir, entry }: Spot, index: number): number {
	const next = tree.row(index + 1)?.dir;
	return next?.parent === dir && next.entry === entry ? index + 1 : -1;
}

/** Path in `showName` form. */
export function pathOfSpot({ dir, entry }: Spot): string {
	const { contents } = dir;
	if (contents.state !== "ready" || entry < 0) return pathOfDir(dir) || "/";
	return dir.holdsPaths
		? showName(nameOf(contents.entries, entry))
		: `${pathOfDir(dir)}/${entryName(contents.entries, entry)}`;
}

/** The facts about a spot that actions need; undefined on a note row. */
export function entryOfSpot(
	spot: Spot,
): { readonly nid: bigint; readonly type: number; readonly path: string } | undefined {
	const { contents } = spot.dir;
	if (contents.state !== "ready" || spot.entry < 0) return undefined;
	const { nid, type } = contents.entries;
	return { nid: nid[spot.entry] ?? 0n, type: type[spot.entry] ?? 0, path: pathOfSpot(spot) };
}
