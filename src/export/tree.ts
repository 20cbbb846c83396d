/**
 * The tree to export: what a walk finds, reduced to what may safely be given a name in
 * another file system. A directory is followed at once by all that is in it, so that a reader
 * can create as it goes, and knows when a directory is complete.
 *
 * Left out, each with a note: names with a slash or a zero byte, second entries of one name
 * (an archive with both would let the first decide where the second is written), entries
 * whose inode cannot be read, and everything below them.
 */
import type { Report } from "../base/finding";
import { compareBytes } from "../base/text";
import { type Breathe, entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { joinPath, type Visit } from "../erofs/visit";
import { walk } from "../erofs/walk";
import type { Note, TakeNote } from "./note";

export interface TreeStart {
	readonly nid: bigint;
	/** Raw bytes with leading slash, no trailing one; the root is "/". */
	readonly path: Uint8Array;
	/** nid of the directory above; the root is its own. */
	readonly parent: bigint;
}

export interface TreeEntry {
	/**
	 * Below the start, raw bytes without leading slash; empty for a start that is a
	 * directory, its name for one that is not.
	 */
	readonly path: Uint8Array;
	readonly inode: Inode;
}

export interface TreeOptions {
	readonly note: TakeNote;
	/** Which entries are wanted, by their path below the start; all without. */
	readonly only?: (path: Uint8Array) => boolean;
	readonly report?: Report;
	readonly signal?: AbortSignal;
	/** Called often; what it returns is waited for. */
	readonly breathe?: Breathe;
}

/** The whole tree. */
export const rootOf = ({ facts: { rootNid } }: Image): TreeStart => ({
	nid: rootNid,
	path: Uint8Array.of(SLASH),
	parent: rootNid,
});

const SLASH = 0x2f;
const EMPTY = new Uint8Array();

/** @throws Failure `corrupt` when there is no inode at the start. */
export async function* tree(
	image: Image,
	start: TreeStart,
	{ note, only, report, signal, breathe }: TreeOptions,
): AsyncGenerator<TreeEntry, void, void> {
	const inode = await readInode(image, start.nid, report, signal);
	if (inode.type !== FT.DIR) {
		const name = start.path.subarray(start.path.lastIndexOf(SLASH) + 1);
		if (name.length) yield { path: name, inode };
		else note(left(EMPTY, "the root is not a directory"));
		return;
	}
	const waiting = new Waiting({ path: EMPTY, inode }, note);
	let wanted: readonly boolean[] = [];
	const skip = start.path.length === 1 ? 1 : start.path.length + 1;
	const pathOf = (visit: Visit, row: number) =>
		joinPath(visit.path, entryName(visit.entries, visit.rows[row] as number)).subarray(skip);
	const enter = (visit: Visit, row: number) => {
		const child = visit.inodes[row];
		if (!child || !wanted[row]) return false;
		waiting.add({ path: pathOf(visit, row), inode: child });
		return true;
	};
	for await (const visit of walk(image, start, { report, signal, breathe, enter })) {
		yield* waiting.until(visit.directory.nid);
		const isAsked = only && ((row: number) => only(pathOf(visit, row)));
		wanted = judge(visit, isAsked, (row, why) => note(left(pathOf(visit, row), why)));
		for (const [row, child] of visit.inodes.entries()) {
			if (!child || !wanted[row] || child.type === FT.DIR) continue;
			yield { path: pathOf(visit, row), inode: child };
		}
	}
	yield* waiting.until(undefined);
}

/** Directories the walk is going to enter, in its order: last in, first out. */
class Waiting {
	readonly #stack: TreeEntry[];
	readonly #note: TakeNote;

	constructor(first: TreeEntry, note: TakeNote) {
		this.#stack = [first];
		this.#note = note;
	}

	add(entry: TreeEntry): void {
		this.#stack.push(entry);
	}

	/** The directory being visited, after those that were passed over as unreadable. */
	*until(nid: bigint | undefined): Generator<TreeEntry, void, void> {
		for (let next = this.#stack.pop(); next; next = this.#stack.pop()) {
			yield next;
			if (next.inode.nid === nid) return;
			this.#note({ path: next.path, text: "its entries cannot be read", kind: "damage" });
		}
	}
}

const left = (path: Uint8Array, why: string): Note => ({
	path,
	text: `left out: ${why}`,
	kind: "damage",
});

/** For each row of a visit, whether it is asked for and can be exported. */
function judge(
	visit: Visit,
	isAsked: ((row: number) => boolean) | undefined,
	refuse: (row: number, why: string) => void,
): boolean[] {
	const names = visit.rows.map((i) => entryName(visit.entries, i));
	const second = repeated(names);
	return names.map((name, row) => {
		if (isAsked?.(row) === false) return false;
		const why = second.has(row)
			? "the directory has the name twice"
			: (unsafe(name) ?? unusable(visit.inodes[row]));
		if (why) refuse(row, why);
		return why === undefined;
	});
}

function unsafe(name: Uint8Array): string | undefined {
	if (name.includes(SLASH)) return "its name contains a slash";
	return name.includes(0) ? "its name contains a zero byte" : undefined;
}

function unusable(inode: Inode | undefined): string | undefined {
	if (!inode) return "its inode cannot be read";
	return inode.type === FT.UNKNOWN ? "its mode gives no file type" : undefined;
}

/** Rows whose name occurred before. Names are in order, unless the directory is damaged. */
function repeated(names: readonly Uint8Array[]): ReadonlySet<number> {
	const ordered = names.every(
		(name, row) => row === 0 || compareBytes(names[row - 1] as Uint8Array, name) < 0,
	);
	if (ordered) return new Set();
	const rows = names.map((_, row) => row);
	rows.sort((a, b) => compareBytes(names[a] as Uint8Array, names[b] as Uint8Array) || a - b);
	const same = (a: number, b: number) =>
		compareBytes(names[a] as Uint8Array, names[b] as Uint8Array) === 0;
	return new Set(rows.filter((row, k) => k > 0 && same(rows[k - 1] as number, row)));
}
