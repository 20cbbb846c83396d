/**
 * Scrolling further than an element can be tall. Browsers clamp heights at 2^25 px and
 * place things imprecisely long before, so the scrolled element holds a *window* of at
 * most WINDOW_ROWS rows, and `origin` says which row lies at its top:
 *
 *   row shown at physical row p  =  p + origin
 *
 * Small movements (wheel, touch, keys) leave the origin alone, so rows move exactly with
 * the finger. A leap (dragging the thumb) picks the origin from the thumb's place. When
 * scrolling rests, `settle` slides window and scroll offset together, invisibly, so that
 * the thumb tells the truth again. Near both ends the mapping is one to one, which makes
 * the first and the last row reachable by any means.
 */
export const WINDOW_ROWS = 160_000;
const EXACT_ROWS = 8_000;

export interface Extent {
	/** Rows in all. */
	readonly rows: number;
	/** Height of a row and of the visible part, px. */
	readonly row: number;
	readonly view: number;
}

export interface Position {
	/** Scroll offset of the element, px. */
	readonly top: number;
	readonly origin: number;
}

export const START: Position = { top: 0, origin: 0 };

/** Rows the element is tall. */
export const windowRows = (extent: Extent): number => Math.min(extent.rows, WINDOW_ROWS);

const clamp = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n));

const limits = (extent: Extent) => ({
	physical: Math.max(0, windowRows(extent) * extent.row - extent.view),
	virtual: Math.max(0, extent.rows * extent.row - extent.view),
	exact: EXACT_ROWS * extent.row,
});

/** Distance from the first row, px, for a place of the scroll thumb. */
export function toVirtual(top: number, extent: Extent): number {
	const { physical, virtual, exact } = limits(extent);
	if (virtual === physical || top <= exact) return clamp(top, 0, virtual);
	if (top >= physical - exact) return clamp(virtual - (physical - top), 0, virtual);
	return exact + ((top - exact) * (virtual - 2 * exact)) / (physical - 2 * exact);
}

/** Inverse of {@link toVirtual}. */
export function toPhysical(at: number, extent: Extent): number {
	const { physical, virtual, exact } = limits(extent);
	if (virtual === physical || at <= exact) return clamp(at, 0, physical);
	if (at >= virtual - exact) return clamp(physical - (virtual - at), 0, physical);
	return exact + ((at - exact) * (physical - 2 * exact)) / (virtual - 2 * exact);
}

/** Distance from the first row to the top of what is visible, px. */
export const virtualTop = (position: Position, extent: Extent): number =>
	position.origin * extent.row + position.top;

/** The position that shows `at` (px from the first row) with the thumb in its right place. */
export function settle(at: number, extent: Extent): Position {
	const target = clamp(at, 0, limits(extent).virtual);
	const spare = extent.rows - windowRows(extent);
	const wanted = (target - toPhysical(target, extent)) / extent.row;
	// Whole rows, so that rows keep whole-pixel places.
	const origin = clamp(Math.round(wanted), 0, spare);
	return { origin, top: target - origin * extent.row };
}

/** Follows a scroll event to the offset `top`. */
export function follow(position: Position, top: number, extent: Extent): Position {
	const near = 2 * extent.view + 20 * extent.row;
	if (Math.abs(top - position.top) <= near) return { ...position, top };
	const spare = extent.rows - windowRows(extent);
	const origin = Math.round((toVirtual(top, extent) - top) / extent.row);
	return { top, origin: clamp(origin, 0, spare) };
}

export type Align = "nearest" | "center";

/** Where to scroll so that a row is visible: nowhere when it is, else to an edge or the middle. */
export function reveal(row: number, at: number, extent: Extent, align: Align): number {
	const start = row * extent.row;
	const end = start + extent.row;
	if (start >= at && end <= at + extent.view) return at;
	if (align === "center") return start - (extent.view - extent.row) / 2;
	return start < at ? start : end - extent.view;
}
