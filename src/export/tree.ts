/**
 * The tree to export: what a walk finds, reduced to what may safely be given a name in
 * another file system. A directory is followed at once by all that is in it, so that a reader
 * can create as it goes, and knows when a directory is complete.
 *
 * Left out, each with a note: names with a slash or a zero byte, second entries of one name
 * (an archive with both would let the first decide where the second is written), entries
 * whose inode cannot be read, and everything below them.
 */
import { ignoreFindings, type Report } from "../base/finding";
import { sorted } from "../base/sorted";
import { atPace, type Steps } from "../base/steps";
import { compareBytes } from "../base/text";
import { type Breathe, type DirEntries, entryName } from "../erofs/directory";
import { inLots } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { joinPath, LOST, type Look, type Visit } from "../erofs/visit";
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
	const skip = start.path.length === 1 ? 1 : start.path.length + 1;
	const waiting = new Waiting({ nid: start.nid, path: EMPTY });
	/** The directory being visited, after those that were passed over as unreadable. */
	async function* until(directory?: Inode): AsyncGenerator<TreeEntry, void, void> {
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const { nid, path } = next;
			if (nid === directory?.nid) {
				yield { path, inode: directory };
				return;
			}
			yield { path, inode: await readInode(image, nid, ignoreFindings, signal) };
			note({ path, text: "its entries cannot be read", kind: "damage" });
		}
	}
	let wanted = new Uint8Array();
	const enter = (visit: Visit, row: number) => {
		if (!wanted[row]) return false;
		waiting.add(visit, row, skip);
		return true;
	};
	for await (const visit of walk(image, start, { report, signal, breathe, enter })) {
		yield* until(visit.directory);
		const pathOf = (row: number) => pathIn(visit, row, skip);
		const isAsked = only && ((row: number) => only(pathOf(row)));
		const judged = judge(visit, isAsked, (row, why) => note(left(pathOf(row), why)));
		wanted = await atPace(judged, { signal, breathe });
		for await (const { first, inodes } of inLots(image, visit, { signal, breathe })) {
			for (const [k, child] of inodes.entries()) {
				const row = first + k;
				if (!child || !wanted[row] || child.type === FT.DIR) continue;
				yield { path: pathOf(row), inode: child };
			}
		}
	}
	yield* until();
}

/** @param skip bytes of the path that are above the start */
const pathIn = ({ path, entries, rows }: Look, row: number, skip: number): Uint8Array =>
	joinPath(path, entryName(entries, rows[row] as number)).subarray(skip);

interface Place {
	readonly nid: bigint;
	/** As in {@link TreeEntry}. */
	readonly path: Uint8Array;
}

/** Directories the walk is going to enter, in its order: last in, first out. */
class Waiting {
	/** Rows of each visit: an object for each of a million would fill the memory. */
	readonly #levels: { readonly visit: Look; readonly rows: number[]; readonly skip: number }[] = [];
	#start: Place | undefined;

	constructor(start: Place) {
		this.#start = start;
	}

	add(visit: Visit, row: number, skip: number): void {
		const top = this.#levels.at(-1);
		if (top?.visit.directory === visit.directory) top.rows.push(row);
		else {
			const { inodes: _, ...look } = visit;
			this.#levels.push({ visit: look, rows: [row], skip });
		}
	}

	pop(): Place | undefined {
		const start = this.#start;
		this.#start = undefined;
		const level = this.#levels.at(-1);
		if (start || !level) return start;
		const { visit, rows, skip } = level;
		const row = rows.pop() as number;
		if (rows.length === 0) this.#levels.pop();
		const nid = visit.entries.nid[visit.rows[row] as number] as bigint;
		return { nid, path: pathIn(visit, row, skip) };
	}
}

const left = (path: Uint8Array, why: string): Note => ({
	path,
	text: `left out: ${why}`,
	kind: "damage",
});

/** For each row of a visit, whether (1) or not (0) it is asked for and can be exported. */
function* judge(
	{ entries, rows, types }: Visit,
	isAsked: ((row: number) => boolean) | undefined,
	refuse: (row: number, why: string) => void,
): Steps<Uint8Array<ArrayBuffer>> {
	const second = yield* repeated(entries, rows);
	const wanted = new Uint8Array(rows.length);
	for (const [row, i] of rows.entries()) {
		yield;
		if (isAsked?.(row) === false) continue;
		const why = second.has(row)
			? "the directory has the name twice"
			: (unsafe(entryName(entries, i)) ?? unusable(types[row]));
		if (why) refuse(row, why);
		else wanted[row] = 1;
	}
	return wanted;
}

function unsafe(name: Uint8Array): string | undefined {
	if (name.includes(SLASH)) return "its name contains a slash";
	return name.includes(0) ? "its name contains a zero byte" : undefined;
}

function unusable(type: number | undefined): string | undefined {
	if (type === LOST) return "its inode cannot be read";
	return type === FT.UNKNOWN ? "its mode gives no file type" : undefined;
}

/** Rows whose name occurred before. */
function* repeated(entries: DirEntries, rows: Uint32Array): Steps<ReadonlySet<number>> {
	const name = (row: number) => entryName(entries, rows[row] as number);
	const second = new Set<number>();
	const order = yield* sorted(rows.length, (a, b) => compareBytes(name(a), name(b)));
	for (let k = 1; k < order.length; k++) {
		yield;
		const row = order[k] as number;
		if (compareBytes(name(order[k - 1] as number), name(row)) === 0) second.add(row);
	}
	return second;
}
