/** Text of the rows, the line of column numbers, block boundaries, and what is missing. */
import { cellEdges, hexChar } from "../model/geometry.model";
import { gutterText } from "../model/offset.model";
import { BOTH_SIDES, type Pen, trace } from "./pen";
import { rowText } from "./row-text";
import { type Frame, HEAD } from "./scene";

/** Between a block's number and the edge, px. */
const MARGIN = 12;

export function paintRows({ context: c, palette, metrics }: Pen, frame: Frame): void {
	const { columns, base, selection } = frame.scene;
	const cursorRow = Math.floor(selection.cursor / columns.perRow);
	for (let row = frame.from; row < frame.to; row++) {
		const y = frame.yOf(row) + metrics.baseline;
		const offset = row * columns.perRow;
		const { hex, hexDim, text, textDim } = rowText(frame.cells(offset), columns);
		c.fillStyle = row === cursorRow ? palette.text : palette.dim;
		c.fillText(gutterText(offset, base, columns.digits), columns.offsetX, y);
		c.fillStyle = palette.text;
		c.fillText(hex, columns.hexX, y);
		c.fillText(text, columns.textX, y);
		c.fillStyle = palette.dim;
		c.fillText(hexDim, columns.hexX, y);
		c.fillText(textDim, columns.textX, y);
	}
}

export function paintMissing(pen: Pen, frame: Frame): void {
	for (const gap of frame.missing) {
		trace(pen, frame, gap, BOTH_SIDES, 0);
		pen.context.fillStyle = pen.hatch;
		pen.context.fill();
	}
}

/** The reason in words, on the first visible row of what is missing. */
export function paintReasons({ context: c, palette, metrics }: Pen, frame: Frame): void {
	const { columns } = frame.scene;
	const room = Math.floor((columns.textEnd - columns.hexX) / columns.charWidth) - 2;
	const [left] = cellEdges(columns, "hex", 0, 0);
	for (const { start, end, why } of frame.missing) {
		const first = Math.max(frame.from, Math.floor(start / columns.perRow));
		if (first >= frame.to || end <= frame.range.start) continue;
		const words = why.length > room ? `${why.slice(0, room - 1)}…` : why;
		const y = frame.yOf(first);
		c.fillStyle = palette.errorSoft;
		c.fillRect(left, y + 1, (words.length + 2) * columns.charWidth, columns.rowHeight - 2);
		c.fillStyle = palette.error;
		c.fillText(words, left + columns.charWidth, y + metrics.baseline);
	}
}

/** A thin line where a block begins, with its number where there is room. */
export function paintBlocks({ context: c, palette, metrics }: Pen, frame: Frame): void {
	const { columns, blockSize, width } = frame.scene;
	if (blockSize === 0) return;
	const rows = blockSize / columns.perRow;
	for (let row = Math.ceil(frame.from / rows) * rows; row < frame.to; row += rows) {
		const y = Math.round(frame.yOf(row));
		const label = `block ${row / rows}`;
		const labelWidth = label.length * columns.charWidth;
		if (row > 0) {
			c.fillStyle = palette.lineStrong;
			c.fillRect(0, y, width, 1);
		}
		if (width - columns.textEnd < labelWidth + 2 * MARGIN) continue;
		c.fillStyle = palette.dim;
		c.fillText(label, width - labelWidth - MARGIN, y + metrics.baseline);
	}
}

/** Column numbers; drawn last, over whatever runs under them. */
export function paintHead({ context: c, palette, metrics }: Pen, { scene }: Frame): void {
	const { columns, base, width, selection, size } = scene;
	const y = metrics.baseline + (HEAD - metrics.rowHeight) / 2;
	const here = size > 0 ? selection.cursor % columns.perRow : -1;
	const [radix, fill] = base === "hex" ? [16, "0"] : [10, " "];
	for (let i = 0; i < columns.perRow; i++) {
		const label = i.toString(radix).padStart(2, fill);
		c.fillStyle = i === here ? palette.text : palette.dim;
		c.fillText(label, columns.hexX + hexChar(i, columns.group) * columns.charWidth, y);
	}
	c.fillStyle = palette.line;
	c.fillRect(0, HEAD - 1, width, 1);
}
