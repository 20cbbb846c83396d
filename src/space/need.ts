/** What a set of files needs, and what reading them costs: each byte of the image counted once. */
import { FT } from "../erofs/structs/dirent";
import { directoryFor, isBelow } from "./below";
import type { Ledger } from "./ledger";
import { PAGE } from "./read-cost";

/** Bytes that a set of files needs, each counted once. */
export interface Need {
	readonly contents: number;
	/** Of contents as they are stored; and of inodes, attributes and maps. */
	readonly stored: number;
	readonly around: number;
	/** Of the image and its devices, all there are. */
	readonly whole: number;
}

export function needOf(ledger: Ledger, rows: Uint32Array): Need {
	const { account, files } = ledger;
	const isIn = new Uint8Array(files.size.length);
	let contents = 0;
	let around = 0;
	for (const row of rows) {
		isIn[row] = 1;
		contents += files.size[row] as number;
		around += files.around[row] as number;
	}
	const { alone } = account.by({ count: 1, of: (row) => (isIn[row] ? 0 : NOBODY) });
	return { contents, stored: alone[0] as number, around, whole: ledger.whole };
}

const NOBODY: readonly number[] = [];

/** Bytes of the device that are read, and bytes that are decoded. */
export interface Cost {
	readonly read: number;
	readonly decoded: number;
}

export interface ReadCost {
	/** Files with contents, and those of them that FSDAX can map as they lie. */
	readonly files: number;
	readonly mappable: number;
	/** For 4 KiB at random of their contents, on average. */
	readonly page: Cost;
	/** For all contents, file by file. */
	readonly whole: Cost;
}

/** Files of which it is not known are left out. */
export function readCostOf({ files, costs }: Ledger, rows: Iterable<number>): ReadCost {
	const page = { read: 0, decoded: 0 };
	const whole = { read: 0, decoded: 0 };
	let pages = 0;
	let count = 0;
	let mappable = 0;
	for (const row of rows) {
		const size = files.size[row] as number;
		const read = costs.pageRead[row] as number;
		if (size === 0 || Number.isNaN(read)) continue;
		const own = Math.ceil(size / PAGE);
		count++;
		mappable += costs.mappable[row] as number;
		pages += own;
		page.read += read * own;
		page.decoded += (costs.pageDecoded[row] as number) * own;
		whole.read += costs.wholeRead[row] as number;
		whole.decoded += costs.wholeDecoded[row] as number;
	}
	const each = (bytes: number) => Math.round(bytes / Math.max(1, pages));
	return {
		files: count,
		mappable,
		page: { read: each(page.read), decoded: each(page.decoded) },
		whole,
	};
}

/** Rows of the regular files below a directory. */
export function* filesBelow({ tree, ownership }: Ledger, directory: number): Generator<number> {
	const isHere = isBelow(tree, directory);
	for (let row = 0; row < tree.inodes.count; row++)
		if (ownership.inhabitants.isInTree(row) && tree.inodes.type(row) === FT.REG && isHere(row))
			yield row;
}

/** The rows, and those of the directories that lead to them. */
export function withWays({ tree }: Ledger, rows: Iterable<number>): Uint32Array<ArrayBuffer> {
	const all = new Set<number>();
	for (const row of rows) {
		all.add(row);
		for (let d = directoryFor(tree, row); d >= 0; d = tree.parentOf(d)) {
			const inode = tree.directories.inode[d] as number;
			if (all.has(inode) && inode !== row) break;
			all.add(inode);
		}
	}
	return Uint32Array.from(all).sort();
}
