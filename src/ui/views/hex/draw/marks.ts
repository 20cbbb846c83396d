/** What the user points at: selection, cursor, the field in question, the tree's row. */

import { cellEdges } from "../model/geometry.model";
import { rangeOf } from "../model/selection.model";
import { BOTH_SIDES, type Pen, trace } from "./pen";
import type { Frame } from "./scene";

/** Under the text; one byte alone is only the cursor. */
export function paintSelection(pen: Pen, frame: Frame): void {
	const range = rangeOf(frame.scene.selection);
	if (range.end - range.start < 2) return;
	const { context: c, palette } = pen;
	trace(pen, frame, range, BOTH_SIDES, 0.5);
	c.globalAlpha = 0.13;
	c.fillStyle = palette.accent;
	c.fill();
	c.globalAlpha = 1;
	c.strokeStyle = palette.accent;
	c.lineWidth = 1;
	c.stroke();
}

/** The structure around the field, the field itself, and what the tree points at. */
export function paintFrames(pen: Pen, frame: Frame): void {
	const { context: c, palette } = pen;
	const { structure, field, framed } = frame.scene;
	c.lineWidth = 1;
	if (structure) {
		c.strokeStyle = palette.dim;
		c.setLineDash([1, 2]);
		trace(pen, frame, structure, BOTH_SIDES, 0.5);
		c.stroke();
		c.setLineDash([]);
	}
	if (field) {
		c.strokeStyle = palette.roles[field.role].ink;
		trace(pen, frame, field, BOTH_SIDES, 0.5);
		c.stroke();
	}
	if (!framed) return;
	c.fillStyle = palette.accent;
	c.strokeStyle = palette.accent;
	trace(pen, frame, framed, BOTH_SIDES, 0);
	c.globalAlpha = 0.12;
	c.fill();
	c.globalAlpha = 1;
	c.lineWidth = 2;
	c.stroke();
}

/** Half of a wave under bytes that look wrong, px. */
const WAVE = 3;

/** A wavy line under the digits, as under a spelling mistake. */
export function paintWrong({ context: c, palette }: Pen, frame: Frame): void {
	const { columns, wrong } = frame.scene;
	c.strokeStyle = palette.error;
	c.lineWidth = 1.25;
	c.beginPath();
	for (const range of wrong) {
		for (const { row, first, last } of frame.runs(range)) {
			const [left, right] = cellEdges(columns, "hex", first, last);
			const y = frame.yOf(row) + columns.rowHeight - 2;
			let up = false;
			c.moveTo(left + 2, y);
			for (let x = left + 2 + WAVE; x < right - 2; x += WAVE) {
				up = !up;
				c.lineTo(x, up ? y - 2 : y);
			}
		}
	}
	c.stroke();
}

/** A heavy box in the column the keyboard is in, a light one in the other. */
export function paintCursor(pen: Pen, frame: Frame): void {
	const { context: c, palette } = pen;
	const { selection, side, focused, size } = frame.scene;
	if (size === 0) return;
	const byte = { start: selection.cursor, end: selection.cursor + 1 };
	c.strokeStyle = focused ? palette.accent : palette.dim;
	c.lineWidth = 1;
	trace(pen, frame, byte, [side === "hex" ? "text" : "hex"], 0.5);
	c.stroke();
	c.lineWidth = focused ? 2 : 1;
	trace(pen, frame, byte, [side], focused ? 0 : 0.5);
	c.stroke();
}
