/** Bytes of fields: filled in the colour of their role, with signs that need no colour. */
import { cellEdges } from "../model/geometry.model";
import { firstAfter, type Leaf } from "../model/leaves.model";
import { type LineStyle, ROLES } from "../model/roles";
import { BOTH_SIDES, type Pen } from "./pen";
import type { Frame } from "./scene";

/** Strength of what is added to every second field of a structure. */
const SHADE = 0.07;
const SIGN = 0.65;
/** Length of the foot of the hook that stands where a field begins, px. */
const FOOT = 5;

/** Dashes of a line under the bytes, alike to what CSS draws for the same word. */
const DASHES: Readonly<Record<LineStyle, number[]>> = {
	solid: [],
	double: [],
	dashed: [4, 2],
	dotted: [1, 2],
	none: [],
};

export function paintFields(pen: Pen, frame: Frame): void {
	const { leaves } = frame.scene;
	for (let i = firstAfter(leaves, frame.range.start); i < leaves.length; i++) {
		const leaf = leaves[i] as Leaf;
		if (leaf.start >= frame.range.end) break;
		paintLeaf(pen, frame, leaf);
	}
}

function paintLeaf({ context: c, palette }: Pen, frame: Frame, leaf: Leaf): void {
	const { columns } = frame.scene;
	const { fill, ink } = palette.roles[leaf.node.role];
	const between = Boolean(leaf.node.children?.length);
	const runs = frame.runs(leaf);
	const fillCells = () => {
		for (const { row, first, last } of runs) {
			for (const side of BOTH_SIDES) {
				const [left, right] = cellEdges(columns, side, first, last);
				c.fillRect(left, frame.yOf(row), right - left, columns.rowHeight);
			}
		}
	};
	c.fillStyle = fill;
	fillCells();
	if (between) return;
	c.fillStyle = ink;
	if (leaf.odd) {
		c.globalAlpha = SHADE;
		fillCells();
	}
	c.globalAlpha = SIGN;
	c.strokeStyle = ink;
	c.lineWidth = 1;
	for (const { row, first, last } of runs) {
		const [left, right] = cellEdges(columns, "hex", first, last);
		const bottom = frame.yOf(row) + columns.rowHeight;
		if (row * columns.perRow + first === leaf.start) {
			c.fillRect(left, bottom - columns.rowHeight + 4, 1, columns.rowHeight - 5);
			c.fillRect(left, bottom - 2, FOOT, 1);
		}
		underline(c, ROLES[leaf.node.role].line, left, right - 3, bottom);
	}
	c.globalAlpha = 1;
}

function underline(
	c: CanvasRenderingContext2D,
	style: LineStyle,
	left: number,
	right: number,
	bottom: number,
): void {
	if (style === "none") return;
	c.setLineDash(DASHES[style]);
	c.beginPath();
	for (const up of style === "double" ? [1.5, 3.5] : [1.5]) {
		c.moveTo(left, bottom - up);
		c.lineTo(right, bottom - up);
	}
	c.stroke();
	c.setLineDash([]);
}
