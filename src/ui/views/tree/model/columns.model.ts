/** The columns of the tree: which there are, and which of them a width has room for. */
import type { ColumnId } from "./sort.model";

export interface Column {
	readonly id: ColumnId;
	readonly label: string;
	/** For the tooltip of the header. */
	readonly doc: string;
	/** px, where letters are of the usual size; the name takes what is left. */
	readonly width: number;
	/** Set at the end of the cell, like numbers are. */
	readonly isEnd?: boolean;
}

/** In the order in which they stand. */
export const COLUMNS: readonly Column[] = [
	{ id: "name", label: "Name", doc: "Byte order, as directories store it.", width: 144 },
	{
		id: "size",
		label: "Contents",
		doc: "Bytes of contents (i_size); of a directory, of all that is below it.",
		width: 76,
		isEnd: true,
	},
	{
		id: "stored",
		label: "On disk",
		doc: "Bytes the contents occupy in the image. A file of several names counts once, bytes that several files share for each of them.",
		width: 76,
		isEnd: true,
	},
	{ id: "ratio", label: "% of size", doc: "On disk as a share of the contents.", width: 100 },
	{ id: "mode", label: "Mode", doc: "File type and permissions (i_mode).", width: 92 },
	{ id: "owner", label: "Owner", doc: "User id : group id.", width: 84, isEnd: true },
	{ id: "time", label: "Modified", doc: "Time of last modification (UTC).", width: 132 },
];

/** Beside more columns than the two sizes a name has so much more room, px: long ones often differ at their end. */
const SIZES = 2;
const ROOMY = 140;

/** Who stays longest when the pane narrows. */
const PRIORITY: readonly ColumnId[] = ["stored", "size", "ratio", "time", "mode", "owner"];

/**
 * The columns to show: wanted ones, as long as there is room for all of a higher priority.
 * The name always shows.
 */
export function fitColumns(width: number, hidden: readonly string[]): readonly Column[] {
	const shown = new Set<ColumnId>(["name"]);
	let left = width - (COLUMNS[0]?.width ?? 0);
	for (const id of PRIORITY) {
		if (hidden.includes(id)) continue;
		const column = COLUMNS.find((c) => c.id === id);
		const spare = shown.size > SIZES ? ROOMY : 0;
		if (!column || column.width > left - spare) break;
		left -= column.width;
		shown.add(id);
	}
	return COLUMNS.filter((c) => shown.has(c.id));
}

export const gridTemplate = (columns: readonly Column[]): string =>
	columns.map((c) => (c.id === "name" ? "minmax(0, 1fr)" : `${c.width / 16}rem`)).join(" ");

/** Width of a level, px; and the share of the names' column that all of them may take. */
export const STEP = 16;
const MOST_INDENTED = 0.4;

/** Levels that are drawn further to the right, as long as names have room beside them. */
export function deepestLevel(width: number, columns: readonly Column[]): number {
	const others = columns.slice(1).reduce((sum, column) => sum + column.width, 0);
	return Math.max(2, Math.floor(((width - others) * MOST_INDENTED) / STEP));
}
