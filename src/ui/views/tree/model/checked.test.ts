import { expect, test } from "vitest";
import { utf8 } from "../../../../base/text";
import { isChecked, NONE, pathsOf, together, turned, turnedAll } from "./checked";
import { type Dir, newDir } from "./dir";
import { listing } from "./testing";

const ready = (dir: Dir, rows: Parameters<typeof listing>[0]): Dir => {
	dir.contents = { state: "ready", entries: listing(rows), sorted: true };
	return dir;
};

const root = ready(newDir(1n, 0), [
	{ name: "a/", size: 100, stored: 50 },
	{ name: "z", size: 7, stored: 7 },
]);
const a = ready(newDir(2n, 0, root), [
	{ name: "b/", size: 30, stored: 10 },
	{ name: "c", size: 5, stored: 5 },
]);

const each = ({ bytes, starts }: ReturnType<typeof pathsOf>) =>
	Array.from(starts.subarray(1), (end, i) => utf8(bytes.subarray(starts[i], end)));

test("entries of several directories are saved together, by their paths", () => {
	const checked = [
		{ dir: root, entry: 1 },
		{ dir: a, entry: 0 },
		{ dir: a, entry: 1 },
	].reduce(turned, NONE);
	expect(isChecked(checked, { dir: a, entry: 0 })).toBe(true);
	const { count, size, stored } = together(checked);
	expect([count, size, stored]).toEqual([3, 42, 22]);
	expect(each(pathsOf(checked))).toEqual(["z", "a/b", "a/c"]);
});

test("what is inside of something checked counts once, and turning twice takes it back", () => {
	const both = [
		{ dir: root, entry: 0 },
		{ dir: a, entry: 1 },
	].reduce(turned, NONE);
	expect(together(both)).toMatchObject({ count: 1, size: 100 });
	expect(turned(both, { dir: a, entry: 1 })).toEqual(turned(NONE, { dir: root, entry: 0 }));
	expect(turned(turned(NONE, { dir: a, entry: 1 }), { dir: a, entry: 1 }).size).toBe(0);
});

test("all of a directory at once, and none of it again", () => {
	const all = turnedAll(turned(NONE, { dir: a, entry: 1 }), a);
	expect(together(all)).toMatchObject({ count: 2, size: 35 });
	expect(turnedAll(all, a)).toEqual(NONE);
	expect(turnedAll(NONE, newDir(3n, 0))).toEqual(NONE);
});
