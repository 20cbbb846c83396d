/** Text of the rows, the line of column numbers, block boundaries, and what is missing. */
import { cellEdges, hexChar } from "../model/geometry.model";
import { rowNames } from "../model/names.model";
import { gutterText } from "../model/offset.model";
import { BOTH_SIDES, type Pen, trace } from "./pen";
import { rowText } from "./row-text";
import { type Frame, HEAD } from "./scene";

/** Between a name or a block's number and what is beside it, px. */
const MARGIN = 12;

/** Names with less room than that many characters say nothing. */
const LEAST = 8;

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

/** A thin line where a block begins. */
export function paintBlocks({ context: c, palette }: Pen, frame: Frame): void {
	const { columns, blockSize, width } = frame.scene;
	if (blockSize === 0) return;
	const rows = blockSize / columns.perRow;
	c.fillStyle = palette.lineStrong;
	for (let row = Math.ceil(frame.from / rows) * rows; row < frame.to; row += rows) {
		if (row > 0) c.fillRect(0, Math.round(frame.yOf(row)), width, 1);
	}
}

/** Right of the text, where there is room: which structure begins on a row, and which block. */
export function paintNames({ context: c, palette, metrics }: Pen, frame: Frame): void {
	const { columns, blockSize, width, leaves } = frame.scene;
	const { charWidth, perRow, rowHeight } = columns;
	const left = columns.textEnd + MARGIN;
	const names = rowNames(leaves, frame.range, perRow);
	for (let row = frame.from; row < frame.to; row++) {
		const y = Math.round(frame.yOf(row));
		const block = (row * perRow) / blockSize;
		const number = Number.isInteger(block) ? `block ${block}` : "";
		const numberWidth = number ? number.length * charWidth + MARGIN : 0;
		const room = width - left - MARGIN;
		c.fillStyle = palette.dim;
		if (number && room >= numberWidth) {
			c.fillText(number, width - numberWidth, y + metrics.baseline);
		}
		const name = names.get(row);
		const letters = Math.floor((room - numberWidth) / charWidth);
		if (!name || letters < LEAST) continue;
		c.fillRect(left - MARGIN / 2, y + 3, 1, rowHeight - 6);
		const text = name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
		c.fillText(text, left, y + metrics.baseline);
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
