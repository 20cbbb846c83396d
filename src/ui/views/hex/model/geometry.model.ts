/**
 * Where everything stands in a row, in CSS pixels from the left edge of the canvas:
 *
 *   pad  offset  00 01 02 03 04 05 06 07  08 09 …  abcdefgh…  pad
 *
 * All columns are whole characters of one width, so that a row can be drawn as two
 * strings and a pixel maps to a byte by arithmetic.
 */
export type PerRow = 8 | 16 | 32;
/** Bytes between two wider gaps. */
export type Group = 2 | 4 | 8;
/** Which of the two columns of a byte. */
export type Side = "hex" | "text";

export interface Shape {
	readonly perRow: PerRow;
	readonly group: Group;
	/** Characters of an offset. */
	readonly digits: number;
	/** Size of a character cell, px. */
	readonly charWidth: number;
	readonly rowHeight: number;
}

export interface Columns extends Shape {
	/** Left edges of the three columns, px. */
	readonly offsetX: number;
	readonly hexX: number;
	readonly textX: number;
	/** Right edge of the last byte's text. */
	readonly textEnd: number;
	/** Everything, with the padding on both sides. */
	readonly width: number;
	/** Characters in the hex column of a full row. */
	readonly hexChars: number;
}

const PAD = 10;
/** Characters between offset, hex and text. */
const GAP = 2;

/** Characters before byte `i` in the hex column. */
export const hexChar = (i: number, group: number): number => i * 3 + Math.floor(i / group);

export function columnsOf(shape: Shape): Columns {
	const { perRow, group, digits, charWidth } = shape;
	const hexChars = hexChar(perRow - 1, group) + 2;
	const hexX = PAD + (digits + GAP) * charWidth;
	const textX = hexX + (hexChars + GAP) * charWidth;
	const textEnd = textX + perRow * charWidth;
	return { ...shape, offsetX: PAD, hexX, textX, textEnd, width: textEnd + PAD, hexChars };
}

/** A way to show rows: from the most wanted to the least. */
interface Option {
	readonly perRow: PerRow;
	/** Index of the text size, the largest first. */
	readonly size: number;
}

/** Long rows are worth smaller text only where there would be fewer than 16 bytes otherwise. */
const AUTO: readonly Option[] = [
	{ perRow: 32, size: 0 },
	{ perRow: 16, size: 0 },
	{ perRow: 16, size: 1 },
	{ perRow: 8, size: 0 },
	{ perRow: 8, size: 1 },
];

/**
 * Columns for the room there is.
 * @param sizes the shape for each text size, the largest first
 * @returns the first that fits; the narrowest there is when none does
 */
export function fitColumns(
	width: number,
	row: PerRow | "auto",
	sizes: readonly [Omit<Shape, "perRow">, Omit<Shape, "perRow">],
): { readonly columns: Columns; readonly size: number } {
	const options = AUTO.filter(({ perRow }) => row === "auto" || perRow === row);
	const wanted = row === 32 ? [...options, { perRow: row, size: 1 }] : options;
	const shown = wanted.map(({ perRow, size }) => ({
		columns: columnsOf({ ...(sizes[size] ?? sizes[0]), perRow }),
		size,
	}));
	const best = shown.find(({ columns }) => columns.width <= width) ?? shown.at(-1);
	return best ?? { columns: columnsOf({ ...sizes[0], perRow: 8 }), size: 0 };
}

/**
 * Left and right edge of the cells of bytes `first` to `last` (inclusive) of a row.
 * Neighbouring cells touch: half of the gap belongs to either.
 */
export function cellEdges(
	c: Columns,
	side: Side,
	first: number,
	last: number,
): readonly [left: number, right: number] {
	if (side === "text") {
		return [c.textX + first * c.charWidth, c.textX + (last + 1) * c.charWidth];
	}
	const half = c.charWidth / 2;
	return [
		c.hexX + hexChar(first, c.group) * c.charWidth - half,
		c.hexX + (hexChar(last, c.group) + 2) * c.charWidth + half,
	];
}

export interface ColumnHit {
	/** Byte of the row. */
	readonly byte: number;
	readonly side: Side;
	/** False when the point lies beside the column, and the nearest byte was taken. */
	readonly inside: boolean;
}

const clamp = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n));

/**
 * The byte at a distance from the left edge.
 * @param side keeps to one column, as dragging does; absent for the column nearest to the point.
 */
export function byteAtX(c: Columns, x: number, side?: Side): ColumnHit {
	const [hexLeft, hexRight] = cellEdges(c, "hex", 0, c.perRow - 1);
	const border = (hexRight + c.textX) / 2;
	const column = side ?? (x < border ? "hex" : "text");
	const last = c.perRow - 1;
	if (column === "text") {
		const byte = Math.floor((x - c.textX) / c.charWidth);
		return { byte: clamp(byte, 0, last), side: "text", inside: byte >= 0 && byte <= last };
	}
	const chars = (x - hexLeft) / c.charWidth;
	const stride = c.group * 3 + 1;
	const group = Math.floor(chars / stride);
	const within = Math.min(c.group - 1, Math.floor((chars - group * stride) / 3));
	const byte = clamp(group * c.group + within, 0, last);
	return { byte, side: "hex", inside: x >= hexLeft && x < hexRight };
}

/** Rows of a space; the last may be short. */
export const rowCount = (size: number, perRow: number): number => Math.ceil(size / perRow);
