/**
 * The census of a tree: every directory once, parents before children, in the order in which the
 * paths of what is in them are when compared as bytes. Ends always: a directory is entered once,
 * whatever the entries say, and none whose path is longer than any program could use.
 */
import { isDamage } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { Missing, withBytes } from "../base/resident";
import type { Image } from "../erofs/image";
import { FT } from "../erofs/structs/dirent";
import { compareBelow, MAX_PATH, reached, tooDeep } from "../erofs/walk";
import { halvesOf } from "./columns";
import { DirectoryReader } from "./directory-reader";
import { FORM, NONE } from "./inodes";
import { Tree } from "./tree";

/** Directories looked at before their turn when something must be waited for anyway. */
const AHEAD = 6;
/** Rows to begin with at most, whatever the superblock says. */
const MOST_EXPECTED = 2 ** 20;
/** Bytes of metadata that an entry with its inode takes at least. */
const LEAST_BYTES = 32;

export interface CensusStart {
	readonly nid: bigint;
	/** Raw bytes with leading slash. */
	readonly path: Uint8Array;
	/** nid of the directory above; the root is its own. */
	readonly parent: bigint;
}

export interface CensusOptions {
	readonly report?: Report;
	readonly signal?: AbortSignal;
	/** Absent: the root. */
	readonly start?: CensusStart;
	/** Called after each directory; what it returns is waited for. */
	breathe?(): Promise<void> | undefined;
}

export class Census {
	/** Grows while the census is taken. */
	readonly tree: Tree;
	readonly #options: CensusOptions;
	readonly #start: CensusStart;
	readonly #reader: DirectoryReader;
	/** Entries of the directories that will be entered, the next one last. */
	readonly #waiting: number[] = [];
	/** The directories around the current one, from the first on, and the lengths of their paths. */
	readonly #around: { readonly directory: number; readonly pathLength: number }[] = [];

	constructor(image: Image, options: CensusOptions = {}) {
		const { rootNid } = image.facts;
		const { report = ignoreFindings, signal } = options;
		const start = options.start ?? { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		this.tree = new Tree(expectedRows(image), start.path);
		this.#options = options;
		this.#start = start;
		this.#reader = new DirectoryReader({
			image,
			tree: this.tree,
			report,
			signal,
			parent: start.parent,
			ahead: () => this.#missingSoon(),
		});
	}

	/**
	 * Takes it, from beginning to end.
	 * @throws Failure `io`, `cancelled`; `limit` when there are too many entries
	 */
	async take(): Promise<Tree> {
		const { tree } = this;
		await this.#addFirst();
		let directory = this.#enter(0, NONE);
		while (directory >= 0) {
			this.#reader.begin(directory);
			for (let wait = this.#reader.advance(); wait; wait = this.#reader.advance()) await wait;
			const odd = this.#collect(directory);
			if (odd.length > 0) await this.#explain(odd);
			const pause = this.#options.breathe?.();
			if (pause) await pause;
			directory = this.#next();
		}
		this.#leave(-1);
		tree.trim();
		return tree;
	}

	/** The inode it begins with; what is wrong with it comes out when it is entered. */
	async #addFirst(): Promise<void> {
		const { low, high } = halvesOf(this.#start.nid);
		try {
			await withBytes(() => this.#reader.rows.add(low, high), this.#options.signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			this.tree.inodes.addUnreadable(low, high);
		}
	}

	/** A row for the directory that an entry leads to. */
	#enter(inode: number, entry: number): number {
		const { directories, entries, inodes } = this.tree;
		if (entry !== NONE) this.#leave(entries.parent[entry] as number);
		const directory = directories.add(inode, entry);
		inodes.form[inode] = ((inodes.form[inode] as number) & ~FORM.WAITING) | FORM.ENTERED;
		inodes.place[inode] = directory;
		this.#around.push({ directory, pathLength: this.#pathLength(entry) });
		return directory;
	}

	/** Nothing more follows below the directories inside `directory`. */
	#leave(directory: number): void {
		const { directories } = this.tree;
		for (let last = this.#around.at(-1); last; last = this.#around.at(-1)) {
			if (last.directory === directory) return;
			directories.end[last.directory] = directories.count;
			this.#around.pop();
		}
	}

	/** Bytes of the path of an entry of the innermost directory. */
	#pathLength(entry: number): number {
		const above = this.#around.at(-1);
		if (!above) return this.tree.path.length;
		const { nameStart } = this.tree.entries;
		const name = (nameStart[entry + 1] as number) - (nameStart[entry] as number);
		return above.pathLength === 1 ? 1 + name : above.pathLength + 1 + name;
	}

	#next(): number {
		const entry = this.#waiting.pop();
		return entry === undefined ? -1 : this.#enter(this.tree.entries.inode[entry] as number, entry);
	}

	/** Takes down which directories in this one will be entered; returns those that will not. */
	#collect(directory: number): number[] {
		const { directories, entries, inodes } = this.tree;
		const found: number[] = [];
		const odd: number[] = [];
		const end = directories.first[directory + 1] as number;
		for (let entry = directories.first[directory] as number; entry < end; entry++) {
			const inode = entries.inode[entry] as number;
			if (inodes.type(inode) !== FT.DIR) continue;
			if (inodes.is(inode, FORM.ENTERED | FORM.WAITING) || this.#pathLength(entry) > MAX_PATH) {
				odd.push(entry);
				continue;
			}
			inodes.form[inode] = (inodes.form[inode] as number) | FORM.WAITING;
			found.push(entry);
		}
		for (const entry of this.#inOrder(found).reverse()) this.#waiting.push(entry);
		return odd;
	}

	/** By the paths of what is in them: nearly always the stored order. */
	#inOrder(found: number[]): number[] {
		const { entries } = this.tree;
		const compare = (a: number, b: number) => compareBelow(entries.name(a), entries.name(b));
		const isSorted = found.every(
			(entry, i) => i === 0 || compare(found[i - 1] as number, entry) < 0,
		);
		return isSorted ? found : found.sort(compare);
	}

	/** Says why directories are not entered. */
	async #explain(odd: readonly number[]): Promise<void> {
		const { report = ignoreFindings } = this.#options;
		const { directories, entries, inodes } = this.tree;
		const visit = await this.#reader.visit();
		if (!visit) return;
		const first = directories.first[this.#around.at(-1)?.directory ?? 0] as number;
		for (const entry of odd) {
			const i = visit.rows[entry - first] as number;
			const length = this.#pathLength(entry);
			const nid = inodes.nid.big(entries.inode[entry] as number);
			report(length > MAX_PATH ? tooDeep(visit, i, length) : reached(visit, i, nid));
		}
	}

	/** What of the directories that come next is not in memory. */
	#missingSoon(): readonly Missing[] {
		return this.#waiting
			.slice(-AHEAD)
			.reverse()
			.flatMap((entry) => {
				try {
					this.#reader.glance(this.tree.entries.inode[entry] as number);
					return [];
				} catch (error) {
					if (error instanceof Missing) return error;
					throw error;
				}
			});
	}
}

/** The superblock counts the inodes, perhaps rightly. */
function expectedRows({ primary, superblock }: Image): number {
	const most = Math.min(MOST_EXPECTED, primary.source.size / LEAST_BYTES);
	return Math.ceil(Math.min(Number(superblock.inos), most)) + 64;
}
