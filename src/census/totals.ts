/** Sums over a tree; each inode is counted once, however many names it has. */
import { compareExact, type Exact } from "../base/exact";
import { FT } from "../erofs/structs/dirent";
import { LAYOUTS } from "../erofs/structs/inode";
import { Adder } from "./columns";
import { FORM, type Inodes } from "./inodes";
import { listedOf } from "./listed";
import type { Tree } from "./tree";

export interface Sums {
	/** Inodes. */
	readonly count: number;
	/** Bytes of contents. */
	readonly size: Exact;
	/** Bytes they occupy. */
	readonly stored: Exact;
}

export interface Totals {
	readonly inodes: number;
	/** Those that entries lead to and that could not be read; the sums are without them. */
	readonly unread: number;
	readonly entries: number;
	readonly size: Exact;
	readonly stored: Exact;
	/** By FT value, largest first. */
	readonly types: readonly (Sums & { readonly type: number })[];
	/** By data layout, largest first; of inodes that can have contents. */
	readonly layouts: readonly (Sums & { readonly label: string })[];
	/** What inodes claim but the image cannot hold; the sums above are without it. */
	readonly leftOut: Sums;
}

/** The same of what grows. */
class Adding {
	count = 0;
	readonly size = new Adder();
	readonly stored = new Adder();

	/** Counts an inode with what of its claims can be. */
	add(inodes: Inodes, row: number, hasData: boolean): void {
		const { form, size } = inodes;
		const { stored } = listedOf(inodes);
		const bits = form[row] as number;
		this.count++;
		if (!hasData || bits & FORM.IMPOSSIBLE_SIZE) return;
		this.size.add(size, row);
		if (!(bits & FORM.IMPOSSIBLE_STORED)) this.stored.add(stored, row);
	}

	get sums(): Sums {
		return { count: this.count, size: this.size.sum, stored: this.stored.sum };
	}
}

/** Values of a type or layout, those of damaged inodes included. */
const VALUES = 8;
const eight = () => Array.from({ length: VALUES }, () => new Adding());

export function totalsOf({ inodes, entries }: Tree): Totals {
	const all = new Adding();
	const types = eight();
	const layouts = eight();
	const leftOut = new Adding();
	let unread = 0;
	for (let row = 0; row < inodes.count; row++) {
		if (inodes.is(row, FORM.UNREADABLE)) {
			unread++;
			continue;
		}
		const type = inodes.type(row);
		const hasData = type === FT.REG || type === FT.DIR || type === FT.LNK;
		all.add(inodes, row, hasData);
		types[type]?.add(inodes, row, hasData);
		if (hasData) layouts[layoutOf(inodes, row)]?.add(inodes, row, hasData);
		if (!inodes.is(row, FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED)) continue;
		leftOut.count++;
		if (inodes.is(row, FORM.IMPOSSIBLE_SIZE)) leftOut.size.add(inodes.size, row);
		leftOut.stored.add(listedOf(inodes).stored, row);
	}
	const { count, size, stored } = all.sums;
	return {
		inodes: count,
		unread,
		entries: entries.count,
		size,
		stored,
		types: counted(types, (type) => ({ type })),
		layouts: counted(layouts, (layout) => ({ label: LAYOUTS[layout]?.label ?? "unknown" })),
		leftOut: leftOut.sums,
	};
}

/** Unknown layouts are one. */
const layoutOf = (inodes: Inodes, row: number): number =>
	Math.min(inodes.layout(row), LAYOUTS.length);

const counted = <T>(list: readonly Adding[], about: (value: number) => T): (Sums & T)[] =>
	list
		.map((one, value) => ({ ...about(value), ...one.sums }))
		.filter((one) => one.count > 0)
		.sort((a, b) => compareExact(b.size, a.size) || b.count - a.count);
