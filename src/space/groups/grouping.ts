/** A way to put what an image holds into groups that can be summed up. */
import type { Ledger } from "../ledger";
import type { Colours } from "../uses";

/** Each group is a colour. */
export interface Groups extends Colours {
	/** By colour; undefined for what belongs to no group. */
	readonly names: readonly (string | undefined)[];
}

export interface Grouping {
	readonly id: string;
	/** What a group is called. */
	readonly label: string;
	readonly doc: string;
	/** Whether whole inodes belong to a group, or single extents: a file can have units of many sizes. */
	readonly of: "inodes" | "extents";
	/** @param depth of directories, where the grouping goes by them */
	groups(ledger: Ledger, depth: number): Groups;
}

/** Of inodes that no name leads to. */
export const NOBODY = 0;

/** @param nameOf of a row from 0 to `count`; undefined for what belongs to no group */
function grouped(count: number, nameOf: (row: number) => string | undefined): Groups {
	const colours = new Map<string, number>();
	const names: (string | undefined)[] = [undefined];
	const of = new Uint32Array(count);
	for (let row = 0; row < count; row++) {
		const name = nameOf(row);
		if (name === undefined) continue;
		const known = colours.get(name) ?? names.push(name) - 1;
		colours.set(name, known);
		of[row] = known;
	}
	return { names, count: names.length, of: (row) => of[row] ?? NOBODY };
}

/** The same of inodes that have a name and can be read. */
export function groupedInodes(
	{ ownership: { inhabitants } }: Ledger,
	nameOf: (row: number) => string,
): Groups {
	const isFile = (row: number) => inhabitants.isInTree(row) && inhabitants.isReadable(row);
	return grouped(inhabitants.count, (row) => (isFile(row) ? nameOf(row) : undefined));
}

/** The same of extents; those of the packed inode and the metabox are left out: others are in them. */
export function groupedExtents(
	{ ownership: { extents, inhabitants } }: Ledger,
	nameOf: (row: number) => string | undefined,
): Groups {
	const isOfFile = (row: number) => inhabitants.isInTree(extents.inode[row] as number);
	return grouped(extents.count, (row) => (isOfFile(row) ? nameOf(row) : undefined));
}
