/**
 * Sums over all that is below each directory of a census: every inode below is counted once,
 * however many names it has there. So what two directories share counts in both, and once in the
 * directory around them; only inodes that two directories share make a sum less than its parts.
 */
import { FULL, type Wide } from "./columns";
import { FORM, type Inodes } from "./inodes";
import { listedOf } from "./listed";
import type { Tree } from "./tree";

/** One row for each directory; impossible claims are left out, as in {@link totalsOf}. */
export interface SumsBelow {
	readonly inodes: Uint32Array<ArrayBuffer>;
	/** Bytes of contents. */
	readonly size: BigUint64Array<ArrayBuffer>;
	/** Bytes they occupy. */
	readonly stored: BigUint64Array<ArrayBuffer>;
}

export function sumsBelow(tree: Tree): SumsBelow {
	const { directories, entries, inodes } = tree;
	const { count } = directories;
	const sums = new Sums(count);
	const around = new Around(tree);
	/** The directory, + 1, in which an inode was met last. */
	let metIn: Uint32Array | undefined;
	for (let directory = 0; directory < count; directory++) {
		around.enter(directory);
		const end = directories.first[directory + 1] as number;
		for (let entry = directories.first[directory] as number; entry < end; entry++) {
			const inode = entries.inode[entry] as number;
			sums.add(inodes, inode, directory, 1);
			if ((inodes.names[inode] as number) === 1) continue;
			metIn ??= new Uint32Array(inodes.count);
			const before = metIn[inode] as number;
			// Counted twice in the directories around both.
			if (before > 0) sums.add(inodes, inode, around.common(before - 1), -1);
			metIn[inode] = directory + 1;
		}
	}
	for (let directory = count - 1; directory > 0; directory--) {
		sums.pass(directory, tree.parentOf(directory));
	}
	return sums.columns;
}

/** The directories around the one that is looked at, from the first on: rows in ascending order. */
class Around {
	readonly #tree: Tree;
	readonly #rows: number[] = [];

	constructor(tree: Tree) {
		this.#tree = tree;
	}

	enter(directory: number): void {
		const { end } = this.#tree.directories;
		const rows = this.#rows;
		while (rows.length > 0 && (end[rows.at(-1) as number] as number) <= directory) rows.pop();
		rows.push(directory);
	}

	/** The innermost directory that an earlier one is in too: the last whose row is not above it. */
	common(earlier: number): number {
		const rows = this.#rows;
		let low = 0;
		let high = rows.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((rows[middle] as number) <= earlier) low = middle;
			else high = middle - 1;
		}
		return rows[low] as number;
	}
}

/** A column of sums in halves, so that millions of numbers need no bigints. */
class SumColumn {
	readonly #low: Float64Array;
	readonly #high: Float64Array;
	/** What upper halves have carried, by row: hardly any do. */
	readonly #carried = new Map<number, bigint>();

	constructor(rows: number) {
		this.#low = new Float64Array(rows);
		this.#high = new Float64Array(rows);
	}

	add(row: number, low: number, high: number): void {
		const sum = (this.#low[row] as number) + low;
		// What is above 32 bits goes up before digits are lost.
		const carry = Math.abs(sum) < FULL ? 0 : Math.floor(sum / 2 ** 32);
		this.#low[row] = sum - carry * 2 ** 32;
		const top = (this.#high[row] as number) + high + carry;
		this.#high[row] = top;
		if (Math.abs(top) < FULL) return;
		this.#carry(row, BigInt(top));
		this.#high[row] = 0;
	}

	#carry(row: number, top: bigint): void {
		this.#carried.set(row, (this.#carried.get(row) ?? 0n) + top);
	}

	pass(from: number, to: number): void {
		this.add(to, this.#low[from] as number, this.#high[from] as number);
		const carried = this.#carried.get(from);
		if (carried !== undefined) this.#carry(to, carried);
	}

	get column(): BigUint64Array<ArrayBuffer> {
		const sums = new BigUint64Array(this.#low.length);
		for (const [row, low] of this.#low.entries()) {
			const high = BigInt(this.#high[row] as number) + (this.#carried.get(row) ?? 0n);
			sums[row] = (high << 32n) + BigInt(low);
		}
		return sums;
	}
}

class Sums {
	readonly #inodes: Uint32Array<ArrayBuffer>;
	readonly #size: SumColumn;
	readonly #stored: SumColumn;

	constructor(rows: number) {
		this.#inodes = new Uint32Array(rows);
		this.#size = new SumColumn(rows);
		this.#stored = new SumColumn(rows);
	}

	add(inodes: Inodes, inode: number, directory: number, times: 1 | -1): void {
		const { form, size } = inodes;
		const { stored } = listedOf(inodes);
		const bits = form[inode] as number;
		if (bits & FORM.UNREADABLE) return;
		this.#inodes[directory] = (this.#inodes[directory] as number) + times;
		if (bits & FORM.IMPOSSIBLE_SIZE) return;
		addTimes(this.#size, directory, size, inode, times);
		if (!(bits & FORM.IMPOSSIBLE_STORED)) addTimes(this.#stored, directory, stored, inode, times);
	}

	/** What is below a directory is also below the one around it. */
	pass(from: number, to: number): void {
		this.#inodes[to] = (this.#inodes[to] as number) + (this.#inodes[from] as number);
		this.#size.pass(from, to);
		this.#stored.pass(from, to);
	}

	get columns(): SumsBelow {
		return { inodes: this.#inodes, size: this.#size.column, stored: this.#stored.column };
	}
}

const addTimes = (sums: SumColumn, to: number, { low, high }: Wide, row: number, times: 1 | -1) =>
	sums.add(to, times * (low[row] as number), times * (high?.[row] ?? 0));
