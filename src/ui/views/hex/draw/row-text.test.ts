import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf, hexChar } from "../model/geometry.model";
import { BLANK, LOADING, rowText } from "./row-text";

const columns = columnsOf({ perRow: 8, group: 4, digits: 8, charWidth: 8, rowHeight: 20 });

test("bytes in full colour, zeros and unprintable characters dimmed", () => {
	expect(rowText([0x45, 0, 0xff, 0x20, 0x7e, 0x7f, 0, 0x41], columns)).toEqual({
		hex: "45    ff 20  7e 7f    41",
		hexDim: `   00${" ".repeat(14)}00   `,
		text: "E   ~  A",
		textDim: " ··  ·· ",
	});
});

test("bytes on their way have a place, missing ones and those behind the end have none", () => {
	const cells = [LOADING, LOADING, BLANK, BLANK, BLANK, BLANK, BLANK, BLANK];
	const row = rowText(cells, columns);
	expect(row.hexDim.trim()).toBe("·· ··");
	expect(row.hex.trim() + row.text.trim() + row.textDim.trim()).toBe("");
});

test("every string is as long as its column, and digits stand where the geometry says", () => {
	const cell = fc.integer({ min: -2, max: 255 });
	fc.assert(
		fc.property(fc.array(cell, { minLength: 8, maxLength: 8 }), (cells) => {
			const row = rowText(cells, columns);
			expect([row.hex.length, row.hexDim.length]).toEqual([columns.hexChars, columns.hexChars]);
			expect([row.text.length, row.textDim.length]).toEqual([8, 8]);
			cells.forEach((value, i) => {
				if (value < 0) return;
				const at = hexChar(i, columns.group);
				const digits = (value ? row.hex : row.hexDim).slice(at, at + 2);
				expect(Number.parseInt(digits, 16)).toBe(value);
			});
		}),
	);
});
