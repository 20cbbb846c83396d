/** Groups with their sums. */
import type { Ledger } from "../ledger";
import { listOf, type Spread } from "../uses";
import type { Grouping, Groups } from "./grouping";

export interface Group {
	readonly name: string;
	/** Inodes, or extents where these are what is grouped. */
	readonly count: number;
	/** Bytes of contents. */
	readonly size: number;
	/** Bytes of stored contents that no other group uses, and that others use too. */
	readonly alone: number;
	readonly shared: number;
}

/** What takes most first. */
export function groupsBy(grouping: Grouping, ledger: Ledger, depth = 1): Group[] {
	const groups = grouping.groups(ledger, depth);
	const isOfInodes = grouping.of === "inodes";
	const spread = isOfInodes ? ledger.account.by(groups) : ledger.account.byExtents(groups);
	const { count, size } = isOfInodes ? sumsOfInodes(groups, ledger) : sumsOfExtents(groups, ledger);
	return groups.names
		.flatMap((name, i) => groupAt(name, i, { count, size, spread }))
		.sort((a, b) => b.alone + b.shared - a.alone - a.shared || (a.name < b.name ? -1 : 1));
}

interface Sums {
	readonly count: Uint32Array;
	readonly size: Float64Array;
}

function groupAt(name: string | undefined, i: number, sums: Sums & { readonly spread: Spread }) {
	const count = sums.count[i] as number;
	if (name === undefined || count === 0) return [];
	const { alone, shared } = sums.spread;
	const size = sums.size[i] as number;
	return [{ name, count, size, alone: alone[i] as number, shared: shared[i] as number }];
}

const sumsFor = ({ count }: Groups): Sums => ({
	count: new Uint32Array(count),
	size: new Float64Array(count),
});

function add({ count, size }: Sums, groups: Groups, row: number, bytes: number): void {
	for (const group of listOf(groups.of(row))) {
		count[group] = (count[group] as number) + 1;
		size[group] = (size[group] as number) + bytes;
	}
}

function sumsOfInodes(groups: Groups, { ownership, files }: Ledger): Sums {
	const { inhabitants } = ownership;
	const sums = sumsFor(groups);
	for (let row = 0; row < files.size.length; row++)
		if (inhabitants.isReadable(row)) add(sums, groups, row, files.size[row] as number);
	return sums;
}

function sumsOfExtents(groups: Groups, { ownership, files }: Ledger): Sums {
	const { extents, inhabitants } = ownership;
	const sums = sumsFor(groups);
	for (let row = 0; row < extents.count; row++) {
		const inode = extents.inode[row] as number;
		if (!inhabitants.isInTree(inode)) continue;
		const end = extents.fileEnd(row, files.size[inode] as number);
		add(sums, groups, row, end - (extents.offset[row] as number));
	}
	return sums;
}
