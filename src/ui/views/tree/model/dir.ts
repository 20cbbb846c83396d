/** A directory of the tree and the kinds of row it can show. */
import type { FailureInfo } from "../../../../base/errors";
import type { EntryColumns } from "../../../../worker/protocol";
import { entryName } from "./entries";
import type { Sort } from "./sort.model";

export interface Ready {
	readonly state: "ready";
	readonly entries: EntryColumns;
	/** Names ascend in byte order, as the format wants them. */
	readonly sorted: boolean;
}

export type Contents =
	/** Asked for; shows a row of its own only once it has become `slow`. */
	| { readonly state: "waiting"; readonly slow: boolean }
	| { readonly state: "failed"; readonly why: FailureInfo }
	| Ready;

export interface Order {
	readonly sort: Sort;
	/** Position -> entry. */
	readonly order: Uint32Array;
	/** Entry -> position. */
	readonly rank: Uint32Array;
}

/** The open directories inside one directory, by position. */
export interface Marks {
	readonly dirs: readonly Dir[];
	/** First row of each one's contents, counted from the first row around it. */
	readonly start: Float64Array;
	/** All rows, those of the open directories included. */
	readonly rows: number;
}

/** A directory that has been opened at least once. */
export interface Dir {
	readonly nid: bigint;
	/** True for a list of hits, whose names are full paths. */
	readonly holdsPaths: boolean;
	/** Of the directory that is the first: its own path, where that is not the root. */
	readonly path?: string;
	readonly parent?: Dir;
	/** Its index among the parent's entries; 0 for the root. */
	readonly entry: number;
	/** Level of its entries: 1 in the root. */
	readonly level: number;
	isOpen: boolean;
	contents: Contents;
	/** Directories inside it that have been opened, by entry. */
	readonly inside: Map<number, Dir>;
	/** Computed when looked at, dropped when outdated. */
	order?: Order | undefined;
	marks?: Marks | undefined;
}

export interface EntryRow {
	readonly kind: "entry";
	readonly dir: Dir;
	readonly entries: EntryColumns;
	readonly entry: number;
	/** Place among its siblings. */
	readonly position: number;
}

/** Stands in for a directory's entries: being read, unreadable, or none. */
export interface NoteRow {
	readonly kind: "note";
	readonly dir: Dir;
}

export type Row = EntryRow | NoteRow;

export const newDir = (nid: bigint, entry: number, parent?: Dir): Dir => ({
	nid,
	holdsPaths: false,
	entry,
	...(parent ? { parent } : {}),
	level: parent ? parent.level + 1 : 1,
	isOpen: true,
	contents: { state: "waiting", slow: false },
	inside: new Map(),
});

/** Path of a directory in `showName` form; "" for the root, so that "/name" can follow. */
export function pathOfDir(dir: Dir): string {
	const names: string[] = [];
	let first = dir;
	for (; first.parent; first = first.parent) {
		const { contents } = first.parent;
		names.push(contents.state === "ready" ? `/${entryName(contents.entries, first.entry)}` : "/?");
	}
	return (first.path ?? "") + names.reverse().join("");
}
