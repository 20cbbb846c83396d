/** Columns of text with two spaces between them. */

export type Align = "left" | "right";

/**
 * @param align by column; left where nothing is said
 * @param widths of the rows that came before, which these continue; widened where these need more
 */
export function table(
	rows: readonly (readonly string[])[],
	align: readonly Align[] = [],
	widths: number[] = [],
): string[] {
	for (const row of rows) widen(widths, row);
	return rows.map((row) => {
		// No spaces where a row ends early; those at the end of a last cell are its own.
		const last = row.findLastIndex((cell) => cell !== "");
		const cells = row.slice(0, last + 1).map((cell, i) => {
			const width = widths[i] ?? 0;
			if (align[i] === "right") return cell.padStart(width);
			return i === last ? cell : cell.padEnd(width);
		});
		return cells.join("  ");
	});
}

/** Makes columns as wide as a row needs them. */
export function widen(widths: number[], row: readonly string[]): void {
	for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
}
