/**
 * Directories of a tree that grows, read by compiled code as long as they are as nearly all are: see
 * assembly/directory.ts. The columns lie where both sides see them; once they had to grow, they do not
 * any more, and others go on.
 */
import type { Halves } from "../columns";
import type { StoredEntries } from "../directories";
import type { Tree } from "../tree";
import type { Exports } from "./compiled";
import type { Columns } from "./memory";
import { columnsOfTree } from "./tree-columns";

/** Who connects entries with inodes otherwise. */
export interface Linker {
	/** The entry to be connected next. */
	linked: number;
	/** Entries connected so far that name directories. */
	readonly directories: number[];
	/** Whether there is something to explain about one of those that were. */
	isDoubtful: boolean;
	/** Adds an inode, whatever it is. @returns its row */
	add(low: number, high: number): number;
	/** Of those whose inode does not tell all, what they store. */
	readonly sizes: { wait(row: number): void };
}

/** Of columns that a tree does not have. */
const NOWHERE = 0;

export class DirectoryScan {
	readonly #exports: Exports;
	readonly #columns: Columns;
	readonly #tree: Tree;
	readonly #linker: Linker;
	/** Of the columns those that are replaced first when the tree grows. */
	readonly #entryInode: Uint32Array;
	readonly #names: Uint8Array;
	readonly #mode: Uint16Array;
	/** Serial numbers that were taken over since entries are connected. */
	#numbered = 0;

	constructor(exports: Exports, columns: Columns, tree: Tree, linker: Linker) {
		const { entries, inodes } = tree;
		this.#exports = exports;
		this.#columns = columns;
		this.#tree = tree;
		this.#linker = linker;
		columns.tree.set(columnsOfTree(tree).map((column) => column?.byteOffset ?? NOWHERE));
		this.#entryInode = entries.inode;
		this.#names = entries.names;
		this.#mode = inodes.mode;
		exports.openTree(
			entries.inode.length,
			inodes.room,
			entries.names.length,
			inodes.index.heads.length,
		);
	}

	/**
	 * Adds the entries of the newest directory, with nids in place of their inodes.
	 * @param parent what `..` must be; undefined when that is not known
	 * @returns false when others must read it: then nothing is added
	 */
	read(directory: number, parent: Halves | undefined): boolean {
		const { entries, inodes, directories } = this.#tree;
		const inode = directories.inode[directory] as number;
		if (!this.#isHere || !this.#isNear(inode) || (parent?.high ?? 0) !== 0) return false;
		const exports = this.#exports;
		exports.setCounts(entries.count, inodes.count);
		const isKnown = parent !== undefined;
		if (!exports.readDirectory(inode, parent?.low ?? 0, isKnown)) return false;
		entries.count = exports.entries.value;
		return true;
	}

	/** What the blocks of the directory read last are made of. */
	get stored(): StoredEntries {
		const { dirents, nameBytes, lastDirents, lastNameBytes, zeros } = this.#exports;
		return {
			all: { dirents: dirents.value, nameBytes: nameBytes.value },
			last: { dirents: lastDirents.value, nameBytes: lastNameBytes.value },
			zeros: zeros.value,
		};
	}

	/** Bytes behind the last name of its last block. */
	get slack(): number {
		return this.#exports.slack.value;
	}

	/** Connects some of its entries, which end in front of `end`, with their inodes. @throws Failure `io` */
	link(end: number): void {
		const exports = this.#exports;
		const linker = this.#linker;
		const { inodes } = this.#tree;
		const { found, waiting } = this.#columns;
		exports.setCounts(end, inodes.count);
		this.#numbered = 0;
		try {
			exports.linkEntries(linker.linked, end);
		} finally {
			this.#takeOver();
			linker.linked = exports.linked.value;
		}
		for (let i = 0; i < exports.found.value; i++) linker.directories.push(found[i] as number);
		for (let i = 0; i < exports.waiting.value; i++) linker.sizes.wait(waiting[i] as number);
		if (exports.isDoubtful.value) linker.isDoubtful = true;
	}

	/** An inode that is unusual. @param nid as the compiled side gives numbers: with a sign */
	addOther(nid: number): number {
		this.#takeOver();
		return this.#linker.add(nid >>> 0, 0);
	}

	/** Inodes since the last one that is known here. */
	#takeOver(): void {
		const { inodes } = this.#tree;
		const { serial } = this.#columns;
		const added = this.#exports.inodes.value - inodes.count;
		for (let i = 0; i < added; i++)
			inodes.serials.add(inodes.count + i, serial[this.#numbered + i] as number);
		this.#numbered += added;
		inodes.tookOver(added);
	}

	/** Whether the columns are where they were, and all nids below 2^32. */
	get #isHere(): boolean {
		const { entries, inodes } = this.#tree;
		return (
			entries.inode === this.#entryInode &&
			entries.names === this.#names &&
			inodes.mode === this.#mode &&
			inodes.nid.high === undefined
		);
	}

	/** Whether the columns have all that is to be known of an inode. */
	#isNear(inode: number): boolean {
		const { size, raw } = this.#tree.inodes;
		return size.highAt(inode) === 0 && raw.highAt(inode) === 0;
	}
}
