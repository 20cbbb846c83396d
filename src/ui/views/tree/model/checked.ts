/** Entries that are checked, in any directories, and what they are together. */
import { type Exact, sum } from "../../../../base/exact";
import { concat } from "../../../../base/text";
import type { ManyPaths } from "../../../../worker/protocol";
import type { Dir } from "./dir";
import { nameOf, sizeOf, storedOf } from "./entries";

/** By their directory. */
export type Checked = ReadonlyMap<Dir, Marks>;

/** Entries of one directory, of which there may be very many. */
interface Marks {
	/** For each entry whether it is one of them. */
	readonly has: Uint8Array;
	readonly count: number;
}

export const NONE: Checked = new Map();

interface Spot {
	readonly dir: Dir;
	readonly entry: number;
}

export const isChecked = (checked: Checked, { dir, entry }: Spot): boolean =>
	checked.get(dir)?.has[entry] === 1;

const entriesOf = ({ contents }: Dir): number =>
	contents.state === "ready" ? contents.entries.count : 0;

/** With an entry more, or without it when it was there. */
export function turned(checked: Checked, { dir, entry }: Spot): Checked {
	const before = checked.get(dir);
	const has = before?.has.slice() ?? new Uint8Array(entriesOf(dir));
	const isMore = has[entry] === 0;
	has[entry] = Number(isMore);
	const count = (before?.count ?? 0) + (isMore ? 1 : -1);
	const next = new Map(checked);
	if (count > 0) next.set(dir, { has, count });
	else next.delete(dir);
	return next;
}

/** With all entries of the directory; without them when they were all there. */
export function turnedAll(checked: Checked, dir: Dir): Checked {
	const count = entriesOf(dir);
	if (count === 0) return checked;
	const next = new Map(checked);
	if (checked.get(dir)?.count === count) next.delete(dir);
	else next.set(dir, { has: new Uint8Array(count).fill(1), count });
	return next;
}

/** Checked, and in nothing that is checked itself. */
const outermost = (checked: Checked) => [...checked].filter(([dir]) => !isInside(checked, dir));

function isInside(checked: Checked, dir: Dir): boolean {
	for (let at = dir; at.parent; at = at.parent) {
		if (isChecked(checked, { dir: at.parent, entry: at.entry })) return true;
	}
	return false;
}

const SLASH = Uint8Array.of(0x2f);

/** What stands before the names of a directory, below the first one: raw bytes, with a slash behind each name. */
function rawAbove(dir: Dir): Uint8Array {
	const names: Uint8Array[] = [];
	for (let at = dir; at.parent; at = at.parent) {
		const { contents } = at.parent;
		if (contents.state === "ready") names.unshift(nameOf(contents.entries, at.entry), SLASH);
	}
	return concat(names);
}

export interface Together {
	readonly count: number;
	/** Bytes; undefined as long as one of them is not known. */
	readonly size: Exact | undefined;
	readonly stored: Exact | undefined;
}

/** What is in something that is checked too counts once. */
export function together(checked: Checked): Together {
	let count = 0;
	let size: Exact | undefined = 0;
	let stored: Exact | undefined = 0;
	for (const [{ contents }, marks] of outermost(checked)) {
		if (contents.state !== "ready") continue;
		count += marks.count;
		for (const entry of entriesIn(marks)) {
			size = plus(size, sizeOf(contents.entries, entry));
			stored = plus(stored, storedOf(contents.entries, entry));
		}
	}
	return { count, size, stored };
}

function* entriesIn({ has }: Marks): Generator<number, void, void> {
	for (let entry = has.indexOf(1); entry >= 0; entry = has.indexOf(1, entry + 1)) yield entry;
}

const plus = (all: Exact | undefined, bytes: Exact | undefined): Exact | undefined =>
	all === undefined || bytes === undefined ? undefined : sum(all, bytes);

/** Of what {@link together} counts, raw, below the first directory. */
export function pathsOf(checked: Checked): ManyPaths {
	const all = outermost(checked);
	const starts = new Uint32Array(all.reduce((sum, [, { count }]) => sum + count, 1));
	const bytes = new Uint8Array(
		all.reduce((sum, [dir, { count }]) => sum + mostBytes(dir, count), 0),
	);
	let at = 0;
	let n = 0;
	for (const [dir, marks] of all) {
		if (dir.contents.state !== "ready") continue;
		const { entries } = dir.contents;
		const above = rawAbove(dir);
		for (const entry of entriesIn(marks)) {
			bytes.set(above, at);
			at += above.length;
			const end = entries.nameStart[entry + 1] as number;
			for (let i = entries.nameStart[entry] as number; i < end; i++)
				bytes[at++] = entries.names[i] as number;
			starts[++n] = at;
		}
	}
	return { bytes: bytes.subarray(0, at), starts };
}

/** Bytes that paths of so many entries of a directory take at most. */
const mostBytes = (dir: Dir, count: number): number =>
	dir.contents.state === "ready"
		? count * rawAbove(dir).length + dir.contents.entries.names.length
		: 0;
