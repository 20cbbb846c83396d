/** A set of files as people write it down: a path or a pattern a line. */
import { nameBytes, showName } from "../base/text";
import { NameSearch } from "../census/search";
import type { Tree } from "../census/tree";
import { isBelow } from "./below";
import { fetchedFor } from "./fetched";
import type { Ledger } from "./ledger";
import { type Need, needOf, type ReadCost, readCostOf, withWays } from "./need";

export interface Chosen {
	/** Of inodes, each once. */
	readonly rows: Uint32Array<ArrayBuffer>;
	/** Lines that nothing answers to. */
	readonly missing: readonly string[];
}

const PATTERN = /[*?[]/;
const SLASH = "/";

/**
 * A path stands for a file, or for a directory and all below it; what is no path for all whose names
 * match, as filters take it. Empty lines and those with # in front are passed over.
 */
export function* chosenBy(tree: Tree, lines: Iterable<string>): Generator<void, Chosen, void> {
	const names = new Names(tree);
	const chosen = new Set<number>();
	const missing: string[] = [];
	for (const text of lines) {
		yield;
		const line = text.trim();
		if (!line || line.startsWith("#")) continue;
		const isPath = line.startsWith(SLASH) && !PATTERN.test(line);
		let found = [...names.below(line)];
		if (found.length === 0 && !isPath) found = [...matching(tree, line)];
		for (const inode of found) chosen.add(inode);
		if (found.length === 0) missing.push(line);
	}
	return { rows: Uint32Array.from(chosen).sort(), missing };
}

function* matching(tree: Tree, pattern: string): Generator<number, void, void> {
	const { count, inode } = tree.entries;
	for (const entry of new NameSearch(tree, pattern).next(count, count, count))
		yield inode[entry] as number;
}

/** Names in the directories that paths lead through, as `showName` shows them. */
class Names {
	readonly #tree: Tree;
	readonly #known = new Map<number, ReadonlyMap<string, number>>();

	constructor(tree: Tree) {
		this.#tree = tree;
	}

	/** The inode at a path, in `showName` form, and all below it; none without it. */
	*below(path: string): Generator<number, void, void> {
		const tree = this.#tree;
		let inode = tree.directories.inode[0] as number;
		for (const name of path.split(SLASH).filter(Boolean)) {
			const directory = tree.directoryOf(inode);
			const entry = directory < 0 ? undefined : this.#in(directory).get(showName(nameBytes(name)));
			if (entry === undefined) return;
			inode = tree.entries.inode[entry] as number;
		}
		yield inode;
		const directory = tree.directoryOf(inode);
		if (directory < 0) return;
		const isHere = isBelow(tree, directory);
		for (let row = 0; row < tree.inodes.count; row++) if (isHere(row)) yield row;
	}

	#in(directory: number): ReadonlyMap<string, number> {
		const known = this.#known.get(directory);
		if (known) return known;
		const { directories, entries } = this.#tree;
		const names = new Map<string, number>();
		const end = directories.first[directory + 1] as number;
		for (let entry = directories.first[directory] as number; entry < end; entry++)
			names.set(showName(entries.name(entry)), entry);
		this.#known.set(directory, names);
		return names;
	}
}

/** Bytes of the pieces in which those who read an image on demand fetch it. */
const PIECES = [4096, 1 << 20] as const;

/** What it takes to read all of a set, as on a first boot. */
export interface SetNeed {
	readonly inodes: number;
	readonly missing: readonly string[];
	/** With the directories that lead there. */
	readonly need: Need;
	readonly cost: ReadCost;
	readonly fetched: readonly { readonly piece: number; readonly bytes: number }[];
}

export function setNeedOf(ledger: Ledger, { rows, missing }: Chosen): SetNeed {
	const all = withWays(ledger, rows);
	return {
		inodes: rows.length,
		missing,
		need: needOf(ledger, all),
		cost: readCostOf(ledger, rows),
		fetched: PIECES.map((piece) => ({ piece, bytes: fetchedFor(ledger, all, piece) })),
	};
}
