/**
 * The census of a tree: every directory once, parents before children, in the order in which the
 * paths of what is in them are when compared as bytes. Ends always: a directory is entered once,
 * whatever the entries say, and none whose path is longer than any program could use.
 */
import { isDamage } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { Missing, type Resident, withBytes } from "../base/resident";
import type { Image } from "../erofs/image";
import { Told } from "../erofs/told";
import { compareBelow, MAX_PATH, reached, tooDeep } from "../erofs/walk";
import { halvesOf } from "./columns";
import { DirectoryReader } from "./directory-reader";
import { expectedRows } from "./expected-rows";
import { FORM, NONE } from "./inodes";
import type { Pace } from "./pace";
import type { Scan } from "./scan/scan";
import { Tree } from "./tree";

/**
 * Directories looked at before their turn when something must be waited for anyway. Of files of this
 * machine more: what they fetch beyond what is needed costs less than a wait.
 */
const AHEAD = 6;
const LOCAL_AHEAD = 24;
/** Bytes: see Held. As much as networks bring at the least. */
const THRIFT = 64 << 10;

export interface CensusStart {
	readonly nid: bigint;
	/** Raw bytes with leading slash. */
	readonly path: Uint8Array;
	/** nid of the directory above; the root is its own. */
	readonly parent: bigint;
}

export interface CensusOptions {
	readonly report?: Report;
	/** Absent: the root. */
	readonly start?: CensusStart;
	/** Of the image: with room for the tree. */
	readonly scan?: Scan | undefined;
	/** Whether somebody wants lists of the tree, as when left out. */
	readonly isListed?: boolean;
}

const NOT_BEGUN = -1;
const DONE = -2;

export class Census {
	/** Grows while the census is taken. */
	readonly tree: Tree;
	readonly #options: CensusOptions;
	readonly #start: CensusStart;
	readonly #reader: DirectoryReader;
	readonly #ahead: number;
	/** Row of the directory that is being read. */
	#directory = NOT_BEGUN;
	#settled = 0;
	/** Entries of the directories that will be entered, the next one last. */
	readonly #waiting: number[] = [];
	/** This directory and those around it, from the first on, and the lengths of their paths. */
	readonly #around: { readonly directory: number; readonly pathLength: number }[] = [];

	constructor(image: Image, options: CensusOptions = {}) {
		const { rootNid } = image.facts;
		const { report = ignoreFindings, scan, isListed } = options;
		const start = options.start ?? { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		const room = scan?.room;
		const rows = room?.rows ?? expectedRows(image);
		this.tree = new Tree(rows, start.path, { room, isListed });
		this.#options = options;
		this.#start = start;
		this.#ahead = image.primary.source.readOnce ? LOCAL_AHEAD : AHEAD;
		this.#reader = new DirectoryReader({
			image,
			tree: this.tree,
			report,
			parent: start.parent,
			ahead: () => this.#missingSoon(),
			scan,
			thrift: THRIFT,
		});
	}

	/** Whether all is in the tree. */
	get isComplete(): boolean {
		return this.#directory === DONE;
	}

	/** Of inodes below this row all is in the tree; of directories, what is in them may follow. */
	get settled(): number {
		return this.#settled;
	}

	/** Bytes of the image, as far as they were read last. */
	get bytes(): Resident {
		return this.#reader.rows.primary.bytes;
	}

	/** Path of the directory that is being read. */
	get path(): Uint8Array {
		return this.#directory >= 0 ? this.tree.pathOfDirectory(this.#directory) : this.tree.path;
	}

	/**
	 * Takes it to the end; after a failure, from where it stopped.
	 * @param meanwhile done while bytes are waited for; must not reject
	 * @throws Failure `io`, `cancelled`; `limit` when there are too many entries
	 */
	async take(pace: Pace = {}, meanwhile?: () => Promise<void> | undefined): Promise<Tree> {
		const { signal, breathe } = pace;
		const reader = this.#reader;
		if (this.#directory === NOT_BEGUN) {
			await this.#addFirst(signal);
			this.#begin(0, NONE);
		}
		while (this.#directory >= 0) {
			for (let wait = reader.advance(pace); wait; wait = reader.advance(pace)) {
				// Bytes are asked for first.
				const other = meanwhile && Promise.resolve().then(meanwhile);
				await wait;
				await other;
				const pause = breathe?.();
				if (pause) await pause;
			}
			const { below, odd } = this.#sort();
			if (odd.length > 0) await this.#explain(odd, pace);
			this.#goOn(below);
			const pause = breathe?.();
			if (pause) await pause;
		}
		return this.tree;
	}

	/** The inode it begins with; what is wrong with it comes out when it is entered. */
	async #addFirst(signal?: AbortSignal): Promise<void> {
		const { low, high } = halvesOf(this.#start.nid);
		try {
			await withBytes(() => this.#reader.rows.add(low, high), signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			this.tree.inodes.addUnreadable(low, high);
		}
	}

	/** Begins with the directory that an entry leads to. */
	#begin(inode: number, entry: number): void {
		if (entry !== NONE) this.#leave(this.tree.directories.with(entry));
		this.#directory = this.tree.enter(inode, entry);
		this.#around.push({ directory: this.#directory, pathLength: this.#pathLength(entry) });
		this.#reader.begin(this.#directory);
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

	/** Entries of this directory that lead to others: which will be entered, and which will not. */
	#sort(): { readonly below: number[]; readonly odd: number[] } {
		const { entries, inodes } = this.tree;
		const below: number[] = [];
		const odd: number[] = [];
		const met = new Set<number>();
		for (const entry of this.#reader.rows.directories) {
			const inode = entries.inode[entry] as number;
			const isKnown = inodes.is(inode, FORM.ENTERED | FORM.WAITING) || met.has(inode);
			(isKnown || this.#pathLength(entry) > MAX_PATH ? odd : below).push(entry);
			met.add(inode);
		}
		return { below: this.#inOrder(below), odd };
	}

	/** To the next directory: the first one in this, else the one behind it. */
	#goOn(below: readonly number[]): void {
		const { entries, inodes } = this.tree;
		this.#settled = inodes.count;
		for (const entry of below.toReversed()) {
			inodes.mark(entries.inode[entry] as number, FORM.WAITING);
			this.#waiting.push(entry);
		}
		const entry = this.#waiting.pop();
		if (entry === undefined) this.#end();
		else this.#begin(entries.inode[entry] as number, entry);
	}

	#end(): void {
		this.#leave(-1);
		this.tree.trim();
		this.#directory = DONE;
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
	async #explain(odd: readonly number[], pace: Pace): Promise<void> {
		const { report = ignoreFindings } = this.#options;
		const { directories, entries, inodes } = this.tree;
		const look = await this.#reader.look(pace);
		if (!look) return;
		const told = new Told(report);
		const first = directories.first[this.#directory] as number;
		for (const entry of odd) {
			if (told.isOver) break;
			const i = look.rows[entry - first] as number;
			const length = this.#pathLength(entry);
			const nid = inodes.nid.big(entries.inode[entry] as number);
			told.report(length > MAX_PATH ? tooDeep(look, i, length) : reached(look, i, nid));
		}
		told.end();
	}

	/** What of the directories that come next is not in memory. */
	#missingSoon(): readonly Missing[] {
		return this.#waiting
			.slice(-this.#ahead)
			.reverse()
			.flatMap((entry) => {
				try {
					this.#reader.glance(this.tree.entries.inode[entry] as number);
					return [];
				} catch (error) {
					if (!(error instanceof Missing)) throw error;
					// Of contents that must be decoded, damage would look like that of the current one.
					return error.from === this.#reader.rows.primary.bytes ? error : [];
				}
			});
	}
}
