/** On paper nothing scrolls: lists have all their rows there, up to what anybody reads. */
const MOST = 1000;

interface PrintedRows {
	readonly items: readonly {
		readonly index: number;
		readonly start: number;
		readonly slot: number;
	}[];
	/** Height of all of them, px, as far as a height says anything there. */
	readonly height: number;
	/** How many more there are. */
	readonly left: number;
}

export function printedRows(rows: number, row: number): PrintedRows {
	const printed = Math.min(rows, MOST);
	return {
		items: Array.from({ length: printed }, (_, i) => ({ index: i, start: i * row, slot: i })),
		height: printed * row,
		left: rows - printed,
	};
}
