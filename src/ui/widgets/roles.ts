/**
 * Roles of the grid's parts, to be spread over plain elements. Tables cannot scroll a window
 * of rows; and only the grid itself takes the focus and names its active row, so the parts
 * need no tab stop of their own.
 */
export const HEAD_ROW = { role: "row", "aria-rowindex": 1 } as const;
export const ROW = { role: "row" } as const;
export const ROW_GROUP = { role: "rowgroup" } as const;
export const CELL = { role: "gridcell" } as const;
export const wideCell = (columns: number) => ({ ...CELL, "aria-colspan": columns });
export const columnHeader = (sorted: "ascending" | "descending" | "none") => ({
	role: "columnheader",
	"aria-sort": sorted,
});
