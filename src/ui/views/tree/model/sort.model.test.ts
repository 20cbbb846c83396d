import fc from "fast-check";
import { expect, test } from "vitest";
import { compareExact } from "../../../../base/exact";
import { compareBytes, showName } from "../../../../base/text";
import { findName, nameOf } from "./entries";
import { AS_FOUND, BY_NAME, nextSort, orderOf, rankOf, type Sort } from "./sort.model";
import { listing, type TestEntry } from "./testing";

const shown = (rows: readonly (string | TestEntry)[], sort: Sort): string[] => {
	const entries = listing(rows);
	return Array.from(orderOf(entries, sort), (i) => showName(nameOf(entries, i)));
};

const flat = (column: Sort["column"], descending = false): Sort => ({
	...AS_FOUND,
	...(column ? { column } : {}),
	descending,
});

test("names sort as bytes: upper case before lower, a prefix before what it begins", () => {
	expect(shown(["b", "ab", "Z", "a", "é", ""], flat("name"))).toEqual([
		"",
		"Z",
		"a",
		"ab",
		"b",
		"é",
	]);
});

test("any names sort like compareBytes", () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.uint8Array({ maxLength: 5 }).map((b) => b.map((x) => x % 3)),
				{ maxLength: 60 },
			),
			(names) => {
				const entries = listing(names.map((name) => ({ name })));
				const order = Array.from(orderOf(entries, flat("name")), (i) => nameOf(entries, i));
				expect(order).toEqual([...names].sort(compareBytes));
			},
		),
	);
});

test("directories come first, in both directions", () => {
	const rows = ["b", "d/", "a", "c/"];
	expect(shown(rows, BY_NAME)).toEqual(["c", "d", "a", "b"]);
	expect(shown(rows, { ...BY_NAME, descending: true })).toEqual(["d", "c", "b", "a"]);
});

test("numbers sort as numbers, ties by name, unknown last in both directions", () => {
	const rows = [
		{ name: "n-unknown", known: false },
		{ name: "huge", size: 2n ** 64n - 1n },
		{ name: "over", size: 2n ** 53n + 1n },
		{ name: "at", size: 2n ** 53n },
		{ name: "z", size: 7 },
		{ name: "big", size: 2 ** 40 },
		{ name: "y", size: 7 },
		{ name: "none", size: 0 },
	];
	expect(shown(rows, flat("size"))).toEqual([
		...["none", "y", "z", "big", "at", "over", "huge"],
		"n-unknown",
	]);
	expect(shown(rows, flat("size", true))).toEqual([
		...["huge", "over", "at", "big", "y", "z", "none"],
		"n-unknown",
	]);
});

test("times before 1970 sort before those after", () => {
	const rows = [
		{ name: "new", mtime: 1e9 },
		{ name: "old", mtime: -5 },
		{ name: "older", mtime: -1e9 },
		{ name: "zero", mtime: 0 },
	];
	expect(shown(rows, flat("time"))).toEqual(["older", "old", "zero", "new"]);
});

test("any numbers sort as Array.sort would", () => {
	const numbers = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), {
		maxLength: 50,
	});
	fc.assert(
		fc.property(numbers, fc.boolean(), (values, descending) => {
			const entries = listing(values.map((mtime, i) => ({ name: String(i), mtime })));
			const order = Array.from(orderOf(entries, flat("time", descending)), (i) => values[i]);
			const sign = descending ? -1 : 1;
			expect(order).toEqual(values.toSorted((a, b) => sign * compareExact(a, b)));
		}),
	);
});

test("ratio compares files and what is below directories; owner compares uid, then gid", () => {
	const ratio = [
		{ name: "dir/", size: 10, stored: 9 },
		{ name: "half", size: 10, stored: 5 },
		{ name: "tenth", size: 100, stored: 10 },
	];
	expect(shown(ratio, flat("ratio"))).toEqual(["tenth", "half", "dir"]);
	const owner = [
		{ name: "a", uid: 1000, gid: 1 },
		{ name: "b", uid: 2, gid: 5 },
		{ name: "c", uid: 2, gid: 3 },
	];
	expect(shown(owner, flat("owner"))).toEqual(["c", "b", "a"]);
	expect(shown(owner, flat("owner", true))).toEqual(["a", "b", "c"]);
});

test("without a column the rows stay as they came", () => {
	expect(shown(["b", "a/", "c"], AS_FOUND)).toEqual(["b", "a", "c"]);
});

test("rank is the inverse of order", () => {
	const order = Uint32Array.of(2, 0, 3, 1);
	expect([...rankOf(order)].map((position) => order[position])).toEqual([0, 1, 2, 3]);
});

test("a second click on a header turns the direction; sizes start with the largest", () => {
	const bySize = nextSort(BY_NAME, "size");
	expect(bySize).toMatchObject({ column: "size", descending: true, directoriesFirst: true });
	expect(nextSort(bySize, "size").descending).toBe(false);
	expect(nextSort(bySize, "name").descending).toBe(false);
});

test("a name is found in a sorted listing and in one that breaks the order", () => {
	const names = ["a", "ab", "b", "c"];
	const name = (text: string) => new TextEncoder().encode(text);
	const sorted = listing(names);
	const broken = listing([...names].reverse());
	for (const text of names) {
		expect(showName(nameOf(sorted, findName(sorted, name(text), true)))).toBe(text);
		expect(showName(nameOf(broken, findName(broken, name(text), false)))).toBe(text);
	}
	expect(findName(sorted, name("aa"), true)).toBe(-1);
	expect(findName(broken, name("d"), false)).toBe(-1);
});
