import { expect, test } from "vitest";
import { listing } from "./testing";
import { Tree } from "./tree.model";
import { NOTHING_TYPED, type Typed, typeLetter, typeTo } from "./typeahead.model";

const typed = (word: string): Typed =>
	[...word].reduce((state, letter, i) => typeLetter(state, letter, i * 100), NOTHING_TYPED);

test("type-ahead finds the next name, goes round, and ignores case", () => {
	const tree = new Tree(1n);
	tree.fill(tree.root, listing(["Alpha", "beta", "box", "gamma"]));
	expect(typeTo(tree, 0, typed("b"))).toBe(1);
	expect(typeTo(tree, 1, typed("b"))).toBe(2);
	expect(typeTo(tree, 1, typed("bb"))).toBe(2);
	expect(typeTo(tree, 1, typed("be"))).toBe(1);
	expect(typeTo(tree, 3, typed("al"))).toBe(0);
	expect(typeTo(tree, 0, typed("q"))).toBe(-1);
});

test("type-ahead looks into open directories and at the last part of a path", () => {
	const tree = new Tree(1n);
	tree.fill(tree.root, listing(["a/", "b"]));
	tree.fill(tree.open(tree.root, 0, 2n), listing(["/usr/zebra"]));
	expect(typeTo(tree, 0, typed("z"))).toBe(1);
	expect(typeTo(tree, 0, typed("u"))).toBe(-1);
});

test("a pause starts a new word", () => {
	expect(typeLetter(typeLetter(NOTHING_TYPED, "a", 0), "b", 5000).text).toBe("b");
});
