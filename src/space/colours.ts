/** Inodes by what they are grouped by: each group is a colour. */
import { showName } from "../base/text";
import type { Tree } from "../census/tree";
import { FT } from "../erofs/structs/dirent";
import type { Inhabitants } from "../ownership/inhabitants";
import type { Colours } from "./uses";

export interface Groups extends Colours {
	/** By colour; undefined for what belongs to no group. */
	readonly names: readonly (string | undefined)[];
}

/** Of inodes that no name leads to. */
const NOBODY = 0;

/** Each inode for itself. */
export const everyInode = ({ count }: Inhabitants): Colours => ({ count, of: (row) => row });

/** @param nameOf a row of an inode of the tree that is not the packed inode or the metabox */
function grouped(inhabitants: Inhabitants, nameOf: (row: number) => string): Groups {
	const colours = new Map<string, number>();
	const names: (string | undefined)[] = [undefined];
	const of = new Uint32Array(inhabitants.count);
	for (let row = 0; row < of.length; row++) {
		if (!inhabitants.isInTree(row)) continue;
		const name = nameOf(row);
		const known = colours.get(name) ?? names.push(name) - 1;
		colours.set(name, known);
		of[row] = known;
	}
	return { names, count: names.length, of: (row) => of[row] ?? NOBODY };
}

export const byOwner = (inhabitants: Inhabitants): Groups =>
	grouped(inhabitants, (row) => String(inhabitants.tree.inodes.uid[row]));

const OTHERS: Readonly<Record<number, string>> = { [FT.DIR]: "directories", [FT.LNK]: "links" };

/** By what follows the last dot of the first name, which is not its first byte. */
export const byExtension = (inhabitants: Inhabitants): Groups =>
	grouped(inhabitants, (row) => {
		const { inodes } = inhabitants.tree;
		const type = inodes.type(row);
		if (type !== FT.REG) return `(${OTHERS[type] ?? "other"})`;
		const path = inhabitants.pathOf(row) ?? new Uint8Array();
		const name = path.subarray(path.lastIndexOf(SLASH) + 1);
		const dot = name.lastIndexOf(DOT);
		return dot > 0 ? showName(name.subarray(dot)).toLowerCase() : "(none)";
	});

const SLASH = 0x2f;
const DOT = 0x2e;

/** By the directory that it is in, or is, `depth` levels below where the tree begins at most. */
export function byPath({ tree, count }: Inhabitants, depth: number): Groups {
	const { directories, entries, inodes } = tree;
	const names: (string | undefined)[] = [undefined];
	const group = groupsOf(tree, depth, names);
	const of = new Uint32Array(count);
	/** Inodes with names in several groups. */
	const several = new Map<number, Set<number>>();
	const put = (inode: number, colour: number) => {
		const known = of[inode] as number;
		of[inode] = colour;
		if (known === NOBODY || known === colour) return;
		const all = several.get(inode) ?? new Set([known]);
		several.set(inode, all.add(colour));
	};
	for (let entry = 0; entry < entries.count; entry++) {
		const inode = entries.inode[entry] as number;
		const directory = tree.directoryOf(inode);
		const isEntered = directory >= 0 && directories.entry[directory] === entry;
		put(inode, group[isEntered ? directory : (entries.parent[entry] as number)] as number);
	}
	if (directories.count > 0) put(directories.inode[0] as number, group[0] as number);
	const lists = new Map(Array.from(several, ([inode, all]) => [inode, [...all]]));
	const isShared = (row: number) => (inodes.names[row] ?? 0) > 1;
	return {
		names,
		count: names.length,
		of: (row) => (isShared(row) ? lists.get(row) : undefined) ?? of[row] ?? NOBODY,
	};
}

/** The colour of each directory. */
function groupsOf(tree: Tree, depth: number, names: (string | undefined)[]): Uint32Array {
	const { directories } = tree;
	const group = new Uint32Array(directories.count);
	const level = new Uint32Array(directories.count);
	for (let d = 0; d < directories.count; d++) {
		const above = tree.parentOf(d);
		level[d] = above < 0 ? 0 : (level[above] as number) + 1;
		const isOwn = above < 0 || (level[d] as number) <= depth;
		group[d] = isOwn ? names.push(showName(tree.pathOfDirectory(d))) - 1 : (group[above] as number);
	}
	return group;
}
