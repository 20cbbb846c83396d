import { showName } from "../../base/text";
import type { Tree } from "../../census/tree";
import { type Grouping, type Groups, NOBODY } from "./grouping";

/** By the directory that it is in, or is, `depth` levels below where the tree begins at most. */
export const path: Grouping = {
	id: "path",
	label: "Directory",
	doc: "By the directory that files are in, with all that is below it.",
	of: "inodes",
	groups: ({ tree, ownership }, depth) => byPath(tree, ownership.inhabitants.count, depth),
};

function byPath(tree: Tree, count: number, depth: number): Groups {
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
	for (let directory = 0; directory < directories.count; directory++) {
		const end = directories.first[directory + 1] as number;
		for (let entry = directories.first[directory] as number; entry < end; entry++) {
			const inode = entries.inode[entry] as number;
			const own = tree.directoryOf(inode);
			const isEntered = own >= 0 && directories.entry[own] === entry;
			put(inode, group[isEntered ? own : directory] as number);
		}
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
