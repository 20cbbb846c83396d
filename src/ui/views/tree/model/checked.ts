/** Entries that are checked, in any directories, and what they are together. */
import { type Exact, sum } from "../../../../base/exact";
import { concat } from "../../../../base/text";
import type { Dir } from "./dir";
import { nameOf, sizeOf, storedOf } from "./entries";

/** By their directory. */
export type Checked = ReadonlyMap<Dir, ReadonlySet<number>>;

export const NONE: Checked = new Map();

interface Spot {
	readonly dir: Dir;
	readonly entry: number;
}

export const isChecked = (checked: Checked, { dir, entry }: Spot): boolean =>
	checked.get(dir)?.has(entry) ?? false;

/** With an entry more, or without it when it was there. */
export function turned(checked: Checked, { dir, entry }: Spot): Checked {
	const entries = new Set(checked.get(dir));
	if (!entries.delete(entry)) entries.add(entry);
	const next = new Map(checked);
	if (entries.size > 0) next.set(dir, entries);
	else next.delete(dir);
	return next;
}

/** With all entries of the directory; without them when they were all there. */
export function turnedAll(checked: Checked, dir: Dir): Checked {
	const { contents } = dir;
	if (contents.state !== "ready" || contents.entries.count === 0) return checked;
	const { count } = contents.entries;
	const next = new Map(checked);
	if (checked.get(dir)?.size === count) next.delete(dir);
	else next.set(dir, new Set(Array.from({ length: count }, (_, entry) => entry)));
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

/** Raw bytes, below the first directory. */
function rawPath({ dir, entry }: Spot): Uint8Array {
	const names: Uint8Array[] = [];
	let at: Spot | undefined = { dir, entry };
	while (at) {
		const { contents, parent, entry: own }: Dir = at.dir;
		if (contents.state === "ready") names.unshift(nameOf(contents.entries, at.entry), SLASH);
		at = parent && { dir: parent, entry: own };
	}
	return concat(names.slice(0, -1));
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
	for (const [{ contents }, entries] of outermost(checked)) {
		if (contents.state !== "ready") continue;
		count += entries.size;
		for (const entry of entries) {
			size = plus(size, sizeOf(contents.entries, entry));
			stored = plus(stored, storedOf(contents.entries, entry));
		}
	}
	return { count, size, stored };
}

const plus = (all: Exact | undefined, bytes: Exact | undefined): Exact | undefined =>
	all === undefined || bytes === undefined ? undefined : sum(all, bytes);

/** Of what {@link together} counts, raw, below the first directory. */
export const pathsOf = (checked: Checked): readonly Uint8Array[] =>
	outermost(checked).flatMap(([dir, entries]) =>
		Array.from(entries, (entry) => rawPath({ dir, entry })),
	);
