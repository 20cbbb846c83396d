/** Looking for names in a tree, which may still be growing: bit by bit, in the order of its rows. */
import { type NameFilter, nameFilter } from "../base/glob";
import type { Tree } from "./tree";

const SLASH = 0x2f;

export class NameSearch {
	/** Entries looked at. */
	done = 0;
	readonly #tree: Tree;
	readonly #filter: NameFilter;
	/** The path of the entry looked at, and up to where it is that of its directory. */
	#path = new Uint8Array(512);
	#directoryEnd = 0;
	#directory = -1;

	constructor(tree: Tree, query: string) {
		this.#tree = tree;
		this.#filter = nameFilter(query);
	}

	/** Those of the next `looks` entries before `end` that match; it stops early when it has `most`. */
	next(end: number, looks: number, most: number): number[] {
		const { names, nameStart } = this.#tree.entries;
		const stop = Math.min(end, this.done + looks);
		const found: number[] = [];
		for (; this.done < stop && found.length < most; this.done++) {
			const from = nameStart[this.done] as number;
			const to = nameStart[this.done + 1] as number;
			const isHit = this.#filter.onPath
				? this.#matchesPath(names.subarray(from, to))
				: this.#filter.matches(names, from, to);
			if (isHit) found.push(this.done);
		}
		return found;
	}

	#matchesPath(name: Uint8Array): boolean {
		const { directories } = this.#tree;
		const isInside = this.done < (directories.first[this.#directory + 1] as number);
		const directory = isInside ? this.#directory : directories.with(this.done);
		if (directory !== this.#directory) this.#turnTo(directory);
		const end = this.#directoryEnd + name.length;
		if (end > this.#path.length) this.#grow(end);
		this.#path.set(name, this.#directoryEnd);
		return this.#filter.matches(this.#path, 0, end);
	}

	#turnTo(directory: number): void {
		this.#directory = directory;
		const path = this.#tree.pathOfDirectory(directory);
		const end = path.length === 1 ? 1 : path.length + 1;
		if (end > this.#path.length) this.#grow(end);
		this.#path.set(path);
		this.#path[end - 1] = SLASH;
		this.#directoryEnd = end;
	}

	#grow(length: number): void {
		const path = new Uint8Array(length * 2);
		path.set(this.#path);
		this.#path = path;
	}
}
