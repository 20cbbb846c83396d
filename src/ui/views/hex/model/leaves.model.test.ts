import fc from "fast-check";
import { expect, test } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import { flatten, leafAt } from "./leaves.model";

const field = (key: string, start: number, end: number): Annotation => ({
	key,
	start,
	end,
	role: "size",
});
const group = (key: string, start: number, end: number, children: Annotation[]): Annotation => ({
	key,
	start,
	end,
	role: "struct",
	children,
});

const shown = (nodes: Annotation[], start = 0, end = 1000) =>
	flatten(nodes, { start, end }).map((l) => [l.start, l.end, l.path.map((n) => n.key).join(".")]);

test("fields of a structure, and the bytes none of them claims", () => {
	const inode = group("inode", 10, 30, [
		field("a", 10, 12),
		field("b", 12, 20),
		field("c", 24, 28),
	]);
	expect(shown([inode])).toEqual([
		[10, 12, "inode.a"],
		[12, 20, "inode.b"],
		[20, 24, "inode"],
		[24, 28, "inode.c"],
		[28, 30, "inode"],
	]);
});

test("only the asked range, with fields cut at its edges", () => {
	const inode = group("inode", 10, 30, [field("a", 10, 20), field("b", 20, 30)]);
	expect(shown([inode], 15, 22)).toEqual([
		[15, 20, "inode.a"],
		[20, 22, "inode.b"],
	]);
	expect(shown([inode], 30, 40)).toEqual([]);
});

test("the smaller claim wins, the larger continues behind it", () => {
	const contents = field("contents", 0, 100);
	const inode = group("inode", 40, 50, [field("a", 40, 45)]);
	expect(shown([contents, inode])).toEqual([
		[0, 40, "contents"],
		[40, 45, "inode.a"],
		[45, 50, "inode"],
		[50, 100, "contents"],
	]);
});

test("a structure wins over contents, even when it is larger", () => {
	const tail: Annotation = { key: "contents", start: 20, end: 30, role: "data" };
	const inode = group("inode", 0, 30, [field("a", 0, 20), field("tail", 20, 30)]);
	expect(shown([tail, inode])).toEqual([
		[0, 20, "inode.a"],
		[20, 30, "inode.tail"],
	]);
});

test("two names for the same bytes: the first stands", () => {
	const both = group("u", 0, 4, [field("x", 0, 4), field("y", 0, 4)]);
	expect(shown([both])).toEqual([[0, 4, "u.x"]]);
});

test("neighbouring fields differ in shade, wherever the range begins", () => {
	const names = group(
		"names",
		0,
		50,
		Array.from({ length: 10 }, (_, i) => field(`n${i}`, i * 5, i * 5 + 5)),
	);
	const odds = flatten([names], { start: 0, end: 50 }).map((l) => l.odd);
	expect(odds).toEqual([false, true, false, true, false, true, false, true, false, true]);
	expect(flatten([names], { start: 15, end: 50 })[0]?.odd).toBe(true);
});

test("rows of one-field structures alternate too", () => {
	const rows = Array.from({ length: 4 }, (_, i) =>
		group(`chunk ${i}`, i * 4, i * 4 + 4, [field("blkaddr", i * 4, i * 4 + 4)]),
	);
	const odds = flatten([group("map", 0, 16, rows)], { start: 0, end: 16 }).map((l) => l.odd);
	expect(odds).toEqual([false, true, false, true]);
});

test("a byte finds its leaf, between structures there is none", () => {
	const leaves = flatten([field("a", 10, 20), field("b", 30, 40)], { start: 0, end: 100 });
	expect(leafAt(leaves, 10)?.node.key).toBe("a");
	expect(leafAt(leaves, 19)?.node.key).toBe("a");
	expect(leafAt(leaves, 20)).toBeUndefined();
	expect(leafAt(leaves, 39)?.node.key).toBe("b");
	expect(leafAt(leaves, 99)).toBeUndefined();
});

const anyTree: fc.Arbitrary<Annotation[]> = fc.letrec<{ nodes: Annotation[] }>((tie) => ({
	nodes: fc.array(
		fc
			.tuple(fc.nat(200), fc.integer({ min: 1, max: 60 }), fc.option(tie("nodes"), { maxDepth: 2 }))
			.map(([start, size, children]) =>
				children ? group("g", start, start + size, children) : field("f", start, start + size),
			),
		{ maxLength: 8 },
	),
})).nodes;

test("whatever the trees: ascending, disjoint, inside, and every claimed byte is answered", () => {
	fc.assert(
		fc.property(anyTree, (nodes) => {
			const range = { start: 20, end: 180 };
			const leaves = flatten(nodes, range);
			let end = range.start;
			for (const leaf of leaves) {
				expect(leaf.start).toBeGreaterThanOrEqual(end);
				expect(leaf.end).toBeGreaterThan(leaf.start);
				end = leaf.end;
			}
			expect(end).toBeLessThanOrEqual(range.end);
			for (let offset = range.start; offset < range.end; offset++) {
				const claimed = nodes.some((n) => n.start <= offset && offset < n.end);
				expect(leafAt(leaves, offset) !== undefined).toBe(claimed);
			}
		}),
	);
});
