/**
 * The cursor and the selected bytes. There is always a cursor while a space has bytes;
 * a selection is everything from the byte where it began to the cursor, both included.
 */
import type { Range } from "../../../../base/range";

export interface Selection {
	/** Where the selection began. */
	readonly anchor: number;
	/** The byte the keyboard is on. */
	readonly cursor: number;
}

export const START: Selection = { anchor: 0, cursor: 0 };

export const rangeOf = ({ anchor, cursor }: Selection): Range => ({
	start: Math.min(anchor, cursor),
	end: Math.max(anchor, cursor) + 1,
});

/** A range as a selection with the cursor on its first byte, which is what a reader looks at. */
export const selectionOf = ({ start, end }: Range): Selection => ({
	anchor: Math.max(start, end - 1),
	cursor: start,
});

const clamp = (offset: number, size: number): number => Math.max(0, Math.min(size - 1, offset));

/** The same selection inside a space of `size` bytes. */
export const fitSelection = ({ anchor, cursor }: Selection, size: number): Selection => ({
	anchor: clamp(anchor, size),
	cursor: clamp(cursor, size),
});

/** The cursor goes to `offset`; `extend` keeps what was selected and adds to it. */
export function moveTo(from: Selection, offset: number, extend: boolean, size: number): Selection {
	const cursor = clamp(offset, size);
	return { anchor: extend ? from.anchor : cursor, cursor };
}

export const sameSelection = (a: Selection, b: Selection): boolean =>
	a.anchor === b.anchor && a.cursor === b.cursor;
