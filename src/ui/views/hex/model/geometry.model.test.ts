import fc from "fast-check";
import { expect, test } from "vitest";
import {
	byteAtX,
	type Columns,
	cellEdges,
	columnsOf,
	fitColumns,
	type Group,
	type PerRow,
	rowCount,
} from "./geometry.model";

const shapes = fc.record({
	perRow: fc.constantFrom<PerRow>(8, 16, 32),
	group: fc.constantFrom<Group>(2, 4, 8),
	digits: fc.integer({ min: 4, max: 12 }),
	charWidth: fc.constantFrom(7, 7.5, 8),
	rowHeight: fc.constant(20),
});

const middle = (c: Columns, side: "hex" | "text", byte: number) => {
	const [left, right] = cellEdges(c, side, byte, byte);
	return (left + right) / 2;
};

test("the middle of every cell is found again, in both columns", () => {
	fc.assert(
		fc.property(shapes, fc.nat(31), (shape, n) => {
			const c = columnsOf(shape);
			const byte = n % shape.perRow;
			expect(byteAtX(c, middle(c, "hex", byte))).toEqual({ byte, side: "hex", inside: true });
			expect(byteAtX(c, middle(c, "text", byte))).toEqual({ byte, side: "text", inside: true });
		}),
	);
});

test("cells of one group touch, groups are one character apart", () => {
	const c = columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 });
	expect(cellEdges(c, "hex", 0, 0)[1]).toBe(cellEdges(c, "hex", 1, 1)[0]);
	expect(cellEdges(c, "hex", 8, 8)[0] - cellEdges(c, "hex", 7, 7)[1]).toBe(8);
	expect(cellEdges(c, "text", 7, 7)[1]).toBe(cellEdges(c, "text", 8, 8)[0]);
});

test("columns do not overlap, and the width holds them all", () => {
	fc.assert(
		fc.property(shapes, (shape) => {
			const c = columnsOf(shape);
			expect(c.offsetX + shape.digits * shape.charWidth).toBeLessThan(c.hexX);
			expect(cellEdges(c, "hex", 0, shape.perRow - 1)[1]).toBeLessThan(c.textX);
			expect(c.textEnd).toBeLessThan(c.width);
		}),
	);
});

test("outside a column the nearest byte is taken and the miss is told", () => {
	const c = columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 });
	expect(byteAtX(c, 0)).toEqual({ byte: 0, side: "hex", inside: false });
	expect(byteAtX(c, c.width)).toEqual({ byte: 15, side: "text", inside: false });
	expect(byteAtX(c, c.width, "hex")).toEqual({ byte: 15, side: "hex", inside: false });
});

const large = { group: 8, digits: 8, charWidth: 8, rowHeight: 20 } as const;
const small = { ...large, charWidth: 7 };
const widthOf = (perRow: PerRow, shape: typeof large | typeof small = large) =>
	columnsOf({ ...shape, perRow }).width;
const fitted = (width: number, row: PerRow | "auto" = "auto") => {
	const { columns, size } = fitColumns(width, row, [large, small]);
	return [columns.perRow, size, columns.charWidth];
};

test("the longest row that fits is taken, in small text only to keep 16 bytes", () => {
	expect(fitted(widthOf(32))).toEqual([32, 0, 8]);
	expect(fitted(widthOf(32) - 1)).toEqual([16, 0, 8]);
	expect(fitted(widthOf(16) - 1)).toEqual([16, 1, 7]);
	expect(fitted(widthOf(16, small) - 1)).toEqual([8, 0, 8]);
	expect(fitted(0)).toEqual([8, 1, 7]);
});

test("a chosen row length is kept, in small text when that helps", () => {
	expect(fitted(widthOf(32), 32)).toEqual([32, 0, 8]);
	expect(fitted(widthOf(32, small), 32)).toEqual([32, 1, 7]);
	expect(fitted(100, 32)).toEqual([32, 1, 7]);
	expect(fitted(5000, 16)).toEqual([16, 0, 8]);
	expect(fitted(5000, 8)).toEqual([8, 0, 8]);
});

test("the last row may be short", () => {
	expect(rowCount(0, 16)).toBe(0);
	expect(rowCount(16, 16)).toBe(1);
	expect(rowCount(17, 16)).toBe(2);
});
