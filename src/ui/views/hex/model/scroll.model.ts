/**
 * Scrolling through any number of rows. `top` is the distance from the first row in CSS
 * pixels, kept as a plain number: exact up to 2^53, which no element's height would be
 * (browsers clamp at 2^25 px). The scroll bar is drawn from it, never the other way round
 * except while its thumb is dragged.
 */
export interface Extent {
	readonly rows: number;
	/** Height of a row and of the visible part, px. */
	readonly row: number;
	readonly view: number;
}

/** Least height of what shows the visible part, px. */
const LEAST_THUMB = 8;

const clamp = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n));

export const maxTop = ({ rows, row, view }: Extent): number => Math.max(0, rows * row - view);

export const clampTop = (top: number, extent: Extent): number => clamp(top, 0, maxTop(extent));

/** Rows that are visible as a whole, at least one: how far a page goes. */
export const pageRows = ({ row, view }: Extent): number => Math.max(1, Math.floor(view / row));

/** First and last row (exclusive) of which anything is visible. */
export function visibleRows(
	top: number,
	{ rows, row, view }: Extent,
): { from: number; to: number } {
	return { from: Math.floor(top / row), to: Math.min(rows, Math.ceil((top + view) / row)) };
}

/** The thumb of a scroll bar `track` px long; undefined when everything is visible. */
export function thumbOf(
	top: number,
	extent: Extent,
	track: number,
): { at: number; length: number } | undefined {
	const most = maxTop(extent);
	if (most === 0 || track <= LEAST_THUMB) return undefined;
	const share = extent.view / (extent.rows * extent.row);
	const length = Math.max(LEAST_THUMB, Math.round(track * share));
	return { at: ((track - length) * top) / most, length };
}

/** Inverse of {@link thumbOf}: the whole pixel the thumb's place stands for. */
export function topOfThumb(at: number, extent: Extent, track: number): number {
	const thumb = thumbOf(0, extent, track);
	if (!thumb) return 0;
	const room = track - thumb.length;
	return Math.round((clamp(at, 0, room) / room) * maxTop(extent));
}

export type Align = "nearest" | "jump";

/** Rows kept between a row that was made visible and the edge. */
const MARGIN = 2;

/**
 * Where to scroll so that a row can be seen.
 * `nearest`: as little as needed, for keys. `jump`: not at all when the row is well in
 * sight, else to the upper third, so that what follows it is visible too.
 */
export function reveal(row: number, top: number, extent: Extent, align: Align): number {
	const start = row * extent.row;
	const end = start + extent.row;
	const margin = align === "jump" ? Math.min(MARGIN * extent.row, extent.view / 4) : 0;
	if (start - margin >= top && end + margin <= top + extent.view) return clampTop(top, extent);
	if (align === "jump") {
		const lead = Math.floor(extent.view / 3 / extent.row) * extent.row;
		return clampTop(start - lead, extent);
	}
	return clampTop(start < top ? start : end - extent.view, extent);
}

/** DOM wheel deltas come in pixels, lines or pages. */
export function wheelPixels(delta: number, mode: number, { row, view }: Extent): number {
	if (mode === 1) return delta * row;
	return mode === 2 ? delta * view : delta;
}
