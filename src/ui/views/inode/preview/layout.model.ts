/** Sizes of text rows, where letters are of the usual size: exact where lines are not wrapped, else guessed until a row is drawn. */
import type { Row } from "./lines.model";

/** Pixels of one line of text; the style sheet has the same. */
export const LINE = 20;

/** Pixels of a character, roughly: fixed-width fonts are about 0.6 em wide. */
const CHARACTER = 7.8;

/** Columns of the line numbers with the room around them. */
export const gutterColumns = (lines: number): number => Math.max(3, String(lines).length) + 2;

/**
 * Pixels of a row.
 * @param width pixels lines are wrapped at; undefined when they are not
 * @param gutter columns taken by line numbers
 */
export function rowHeight(
	row: Pick<Row, "start" | "end" | "hole">,
	width: number | undefined,
	gutter: number,
): number {
	if (width === undefined || row.hole) return LINE;
	// Two columns of padding stand beside the text.
	const columns = Math.max(1, Math.floor(width / CHARACTER) - gutter - 2);
	return LINE * Math.max(1, Math.ceil((row.end - row.start) / columns));
}
