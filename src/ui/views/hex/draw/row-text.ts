/**
 * The text of a row, as strings that cover all its columns: one in full colour and one dimmed
 * (zeros, unprintable characters, bytes on their way). Two strings a column instead of a
 * text call for each byte is what makes scrolling cheap.
 */
import type { Columns } from "../model/geometry.model";

/** Cells that hold no byte value. */
export const LOADING = -1;
/** Could not be read, or lies behind the end. */
export const BLANK = -2;

export interface RowText {
	readonly hex: string;
	readonly hexDim: string;
	readonly text: string;
	readonly textDim: string;
}

const HEX = Array.from({ length: 256 }, (_, b) => b.toString(16).padStart(2, "0"));
const PRINTABLE = Array.from({ length: 256 }, (_, b) =>
	b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : "",
);
const DOT = "·";

/** @param cells a byte value, {@link LOADING} or {@link BLANK} for each byte of the row */
export function rowText(cells: ArrayLike<number>, { perRow, group }: Columns): RowText {
	let hex = "";
	let hexDim = "";
	let text = "";
	let textDim = "";
	for (let i = 0; i < perRow; i++) {
		const gap = i === 0 ? "" : i % group === 0 ? "  " : " ";
		const cell = cells[i] as number;
		const digits = cell < 0 ? undefined : (HEX[cell] as string);
		hex += gap + (cell > 0 ? digits : "  ");
		hexDim += gap + (cell === 0 ? "00" : cell === LOADING ? DOT + DOT : "  ");
		const letter = cell < 0 ? "" : (PRINTABLE[cell] as string);
		text += letter || " ";
		textDim += cell >= 0 && !letter ? DOT : " ";
	}
	return { hex, hexDim, text, textDim };
}
