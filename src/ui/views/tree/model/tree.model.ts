/**
 * The rows of the tree: which directories are open, and which row is which entry.
 *
 * Nothing here is as long as the tree is. Each open directory knows its own order and,
 * for the open directories inside it, at which row they start. Finding row N is a binary
 * search per level; opening a directory touches only the directories above it:
 *
 *   row  0  bin/        position 0 of the root
 *        1    sh        position 0 of bin    (mark in the root: bin starts at row 1)
 *        2  etc/        position 1 of the root
 */
import type { FailureInfo } from "../../../../base/errors";
import type { BelowColumns, EntryColumns } from "../../../../worker/protocol";
import { type Dir, newDir, type Row } from "./dir";
import { findName, withBelow } from "./entries";
import { firstOpenFrom, locate, marksOf, orderIn, rowAt } from "./layout";
import { BY_NAME, type Sort } from "./sort.model";

/** Consecutive rows of one directory, none of them inside a nested one. */
export interface Run {
	readonly dir: Dir;
	readonly entries: EntryColumns;
	readonly order: Uint32Array;
	/** Positions [from, to). */
	readonly from: number;
	readonly to: number;
}

export class Tree {
	readonly root: Dir;
	#sort: Sort;
	#below: BelowColumns | undefined;

	/** @param first how the names of the first directory are to be read: see {@link Dir} */
	constructor(
		rootNid: bigint,
		sort: Sort = BY_NAME,
		first: Partial<Pick<Dir, "holdsPaths" | "path">> = {},
	) {
		this.root = { ...newDir(rootNid, 0), ...first };
		this.#sort = sort;
	}

	get sort(): Sort {
		return this.#sort;
	}

	get count(): number {
		return marksOf(this.root, this.#sort).rows;
	}

	/** The row at an index, or undefined when there is none. */
	row(index: number): Row | undefined {
		if (index < 0 || index >= this.count) return undefined;
		const { dir, position } = locate(this.root, index, this.#sort);
		if (position === undefined || dir.contents.state !== "ready") return { kind: "note", dir };
		const { order } = orderIn(dir, dir.contents, this.#sort);
		const { entries } = dir.contents;
		return { kind: "entry", dir, entries, entry: order[position] as number, position };
	}

	/** The rows from `index` on that lie in one directory; undefined on a note row. */
	run(index: number): Run | undefined {
		if (index < 0 || index >= this.count) return undefined;
		const { dir, position } = locate(this.root, index, this.#sort);
		if (position === undefined || dir.contents.state !== "ready") return undefined;
		const { order, rank } = orderIn(dir, dir.contents, this.#sort);
		const marks = marksOf(dir, this.#sort);
		// An open directory ends the run: its own row belongs to it, its contents do not.
		const open = marks.dirs[firstOpenFrom(marks, rank, position)];
		const { entries } = dir.contents;
		const to = open ? (rank[open.entry] as number) + 1 : entries.count;
		return { dir, entries, order, from: position, to };
	}

	/** Row of an entry, or -1 when a directory above it is closed. */
	indexOf(dir: Dir, entry: number): number {
		const start = this.startOf(dir);
		if (start < 0 || dir.contents.state !== "ready") return -1;
		const position = orderIn(dir, dir.contents, this.#sort).rank[entry];
		return position === undefined ? -1 : start + rowAt(dir, dir.contents, position, this.#sort);
	}

	/** First row of a directory's contents, or -1 when they are not on show. */
	startOf(dir: Dir): number {
		if (!dir.isOpen) return -1;
		if (!dir.parent) return 0;
		const own = this.indexOf(dir.parent, dir.entry);
		return own < 0 ? -1 : own + 1;
	}

	/** What its row says is wrong with an entry, in words; "" when it is well. */
	problemOf(dir: Dir, entry: number): string {
		if (dir.contents.state !== "ready" || dir.contents.entries.bad[entry] !== 1) return "";
		return "Something is wrong with this entry: open it to see what.";
	}

	isOpen(dir: Dir, entry: number): boolean {
		return dir.inside.get(entry)?.isOpen ?? false;
	}

	/** Opens an entry; its contents are `waiting` unless it was filled before. */
	open(dir: Dir, entry: number, nid: bigint): Dir {
		const child = dir.inside.get(entry) ?? newDir(nid, entry, dir);
		child.isOpen = true;
		dir.inside.set(entry, child);
		changed(dir);
		return child;
	}

	/** Closes a directory; what is open inside it opens again with it. The root stays open. */
	close(dir: Dir): void {
		if (!dir.parent) return;
		dir.isOpen = false;
		changed(dir.parent);
	}

	fill(dir: Dir, entries: EntryColumns, sorted = false): void {
		dir.contents = { state: "ready", entries: withBelow(entries, this.#below), sorted };
		dir.order = undefined;
		dir.inside.clear();
		changed(dir);
	}

	fail(dir: Dir, why: FailureInfo): void {
		dir.contents = { state: "failed", why };
		changed(dir);
	}

	/** Contents are on their way; `slow` asks for a row that says so. */
	wait(dir: Dir, slow: boolean): void {
		dir.contents = { state: "waiting", slow };
		changed(dir);
	}

	/** Each directory is sorted when it is next looked at. */
	setSort(sort: Sort): void {
		this.#sort = sort;
		for (const dir of this.#dirs()) dir.marks = undefined;
	}

	/** From now on the sizes of directories are known. */
	setBelow(below: BelowColumns): void {
		if (below === this.#below) return;
		this.#below = below;
		for (const dir of this.#dirs()) {
			const { contents } = dir;
			if (contents.state !== "ready") continue;
			dir.contents = { ...contents, entries: withBelow(contents.entries, below) };
			dir.order = undefined;
			dir.marks = undefined;
		}
	}

	/** All directories that were opened. */
	*#dirs(): Generator<Dir> {
		const dirs = [this.root];
		for (let dir = dirs.pop(); dir; dir = dirs.pop()) {
			yield dir;
			dirs.push(...dir.inside.values());
		}
	}

	/** Entry with exactly this name in a filled directory, or -1. */
	find(dir: Dir, name: Uint8Array): number {
		const { contents } = dir;
		return contents.state === "ready" ? findName(contents.entries, name, contents.sorted) : -1;
	}
}

function changed(dir: Dir): void {
	for (let at: Dir | undefined = dir; at; at = at.parent) at.marks = undefined;
}
