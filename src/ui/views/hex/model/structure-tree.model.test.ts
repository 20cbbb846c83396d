import { expect, test } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import {
	deepestRow,
	findInTree,
	type Section,
	treeCommand,
	treeRows,
	withoutThose,
} from "./structure-tree.model";

const magic: Annotation = { key: "magic", start: 0, end: 4, role: "magic" };
const root: Annotation = {
	key: "rootnid",
	start: 4,
	end: 6,
	role: "pointer",
	target: { span: { space: "image", start: 9, end: 10 }, label: "root" },
};
const sb: Annotation = { key: "sb", start: 0, end: 8, role: "struct", children: [magic, root] };
const name: Annotation = { key: "name", start: 20, end: 25, role: "text" };
const block: Annotation = {
	key: "block",
	start: 16,
	end: 32,
	role: "struct",
	children: [name],
	more: 7,
};

const SECTIONS: Section[] = [
	{ id: "fixed", label: "Fixed structures", nodes: [sb] },
	{ id: "view", label: "In sight", nodes: [block] },
];

const shown = (...open: string[]) =>
	treeRows(SECTIONS, new Set(open)).map((r) => `${"-".repeat(r.level)}${r.label}`);

test("only opened rows show what is below them", () => {
	expect(shown()).toEqual(["-Fixed structures", "-In sight"]);
	expect(shown("fixed")).toEqual(["-Fixed structures", "--sb", "-In sight"]);
	expect(shown("fixed", "fixed/sb@0")).toEqual([
		"-Fixed structures",
		"--sb",
		"---magic",
		"---rootnid",
		"-In sight",
	]);
});

test("rows know their place among their siblings and their parent", () => {
	const rows = treeRows(SECTIONS, new Set(["fixed", "fixed/sb@0", "view"]));
	expect(rows[3]).toMatchObject({ position: 2, siblings: 2, parent: 1, level: 3 });
	expect(rows[5]).toMatchObject({ parent: 4, more: 7, open: false });
	expect(rows[2]).not.toHaveProperty("open");
});

test("a field is found by what it is, not by identity", () => {
	expect(findInTree(SECTIONS, { ...root })).toEqual([
		"fixed",
		"fixed/sb@0",
		"fixed/sb@0/rootnid@4",
	]);
	expect(findInTree(SECTIONS, { ...name })?.at(-1)).toBe("view/block@16/name@20");
	expect(findInTree(SECTIONS, { ...name, end: 26 })).toBeUndefined();
});

test("a hidden field lights up the nearest row that is on screen", () => {
	const ids = findInTree(SECTIONS, root)!;
	expect(deepestRow(treeRows(SECTIONS, new Set()), ids)).toBe(0);
	expect(deepestRow(treeRows(SECTIONS, new Set(["fixed"])), ids)).toBe(1);
	expect(deepestRow(treeRows(SECTIONS, new Set(["fixed", "fixed/sb@0"])), ids)).toBe(3);
	expect(deepestRow(treeRows(SECTIONS, new Set()), ["elsewhere"])).toBe(-1);
});

test("structures listed above are not listed again", () => {
	expect(withoutThose([{ ...sb }, block], [[sb]])).toEqual([block]);
});

test("keys: right opens then enters, left closes then leaves, Enter follows pointers", () => {
	const open = new Set(["fixed", "fixed/sb@0"]);
	const rows = treeRows(SECTIONS, open);
	const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
	const press = (key: string, active: number) => treeCommand({ key, ...none }, rows, active, 10);
	expect(press("ArrowRight", 0)).toEqual({ kind: "move", to: 1 });
	expect(press("ArrowRight", 4)).toEqual({ kind: "open" });
	expect(press("ArrowRight", 2)).toBeUndefined();
	expect(press("ArrowLeft", 1)).toEqual({ kind: "close" });
	expect(press("ArrowLeft", 2)).toEqual({ kind: "move", to: 1 });
	expect(press("ArrowLeft", 4)).toBeUndefined();
	expect(press("End", 0)).toEqual({ kind: "move", to: 4 });
	expect(press("PageDown", 3)).toEqual({ kind: "move", to: 4 });
	expect(press("Enter", 3)).toEqual({ kind: "follow" });
	expect(press("Enter", 2)).toEqual({ kind: "choose" });
	expect(press("x", 2)).toBeUndefined();
});
