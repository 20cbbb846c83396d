/** Which byte lies under a point of the canvas. */
import { HEAD } from "../draw/scene";
import { byteAtX, type Side } from "../model/geometry.model";
import type { Hex } from "./hex";

export interface Hit {
	readonly offset: number;
	readonly side: Side;
	/** False beside the columns, above, below or behind the last byte: the nearest was taken. */
	readonly inside: boolean;
}

/**
 * @param x, y from the canvas's top left corner, px
 * @param side keeps to one column; absent for the nearest
 */
export function hitAt(hex: Hex, x: number, y: number, side?: Side): Hit | undefined {
	if (hex.size === 0) return undefined;
	const { columns, top, view } = hex.state;
	const inRows = y >= HEAD && y < HEAD + view;
	const row = Math.floor((Math.max(0, Math.min(view - 1, y - HEAD)) + top) / columns.rowHeight);
	const column = byteAtX(columns, x, side);
	const wanted = row * columns.perRow + column.byte;
	const offset = Math.min(hex.size - 1, wanted);
	const inside = inRows && column.inside && offset === wanted;
	return { offset, side: column.side, inside };
}
