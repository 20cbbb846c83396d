/**
 * Type-ahead: letters typed in quick succession find the next row whose name starts with
 * them. Names are compared as bytes in place; half a million rows take a few milliseconds.
 */
import { utf8Bytes } from "../../../../base/text";
import type { EntryColumns } from "../../../../worker/protocol";
import type { Tree } from "./tree.model";

/** A pause longer than this starts a new word. */
const PAUSE_MS = 700;

export interface Typed {
	readonly text: string;
	/** ms of a monotonic clock. */
	readonly at: number;
}

export const NOTHING_TYPED: Typed = { text: "", at: Number.NEGATIVE_INFINITY };

/** Whether a letter typed now goes on with the word. */
export const isTyping = (typed: Typed, at: number): boolean => at - typed.at <= PAUSE_MS;

export const typeLetter = (typed: Typed, letter: string, at: number): Typed => ({
	text: isTyping(typed, at) ? typed.text + letter : letter,
	at,
});

/** The same letter again and again steps through the names that start with it. */
const wanted = (text: string): string => (new Set(text).size === 1 ? text.charAt(0) : text);

const SLASH = 0x2f;
const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);

/** Whether the last part of name `i` starts with `prefix` (ASCII letters in lower case). */
export function startsWith(entries: EntryColumns, i: number, prefix: Uint8Array): boolean {
	const { names, nameStart } = entries;
	const end = nameStart[i + 1] as number;
	let start = end;
	while (start > (nameStart[i] as number) && names[start - 1] !== SLASH) start--;
	if (end - start < prefix.length) return false;
	for (let k = 0; k < prefix.length; k++) {
		if (lower(names[start + k] as number) !== prefix[k]) return false;
	}
	return true;
}

/** First matching row in [from, to), or -1. */
function matchIn(tree: Tree, from: number, to: number, prefix: Uint8Array): number {
	for (let row = from; row < to; ) {
		const run = tree.run(row);
		if (!run) {
			row++;
			continue;
		}
		const last = Math.min(run.to, run.from + to - row);
		for (let position = run.from; position < last; position++) {
			if (startsWith(run.entries, run.order[position] as number, prefix)) {
				return row + position - run.from;
			}
		}
		row += run.to - run.from;
	}
	return -1;
}

/**
 * The row to go to from row `active`, or -1. A longer word may stay where it is; a single
 * letter always moves on. The search goes round past the last row.
 */
export function typeTo(tree: Tree, active: number, typed: Typed): number {
	const text = wanted(typed.text);
	const prefix = utf8Bytes(text).map(lower);
	const from = Math.max(0, text.length > 1 ? active : active + 1);
	const found = matchIn(tree, from, tree.count, prefix);
	return found >= 0 ? found : matchIn(tree, 0, Math.min(from, tree.count), prefix);
}
