import { expect, test } from "vitest";
import { COLUMNS, deepestLevel, fitColumns } from "./columns.model";

const ids = (width: number, hidden: Parameters<typeof fitColumns>[1] = []) =>
	fitColumns(width, hidden).map((c) => c.id);

test("a narrow pane keeps name, contents and on disk; a wide one shows all in their order", () => {
	expect(ids(300)).toEqual(["name", "size", "stored"]);
	expect(ids(240)).toEqual(["name", "stored"]);
	expect(ids(2000)).toEqual(COLUMNS.map((c) => c.id));
	expect(ids(50)).toEqual(["name"]);
});

test("beside more than the two sizes long names have room to their end", () => {
	for (let width = 500; width < 1200; width += 7) {
		const [, ...others] = fitColumns(width, []);
		const name = width - others.reduce((sum, column) => sum + column.width, 0);
		if (others.length > 2) expect(name).toBeGreaterThanOrEqual(280);
	}
});

test("a hidden column leaves its room to the next", () => {
	expect(ids(360, ["stored"])).toEqual(["name", "size", "ratio"]);
});

test("levels take no more than names can spare, and two at least", () => {
	const level = (width: number) => deepestLevel(width, fitColumns(width, []));
	expect(level(300)).toBe(3);
	expect(level(160)).toBe(4); // the name alone
	expect(level(20)).toBe(2);
});
