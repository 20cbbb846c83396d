import fc from "fast-check";
import { expect, test } from "vitest";
import { showName, utf8Bytes } from "../../../../base/text";
import { type Dir, pathOfDir } from "./dir";
import { nameOf } from "./entries";
import { BY_NAME } from "./sort.model";
import { listing, manyFiles } from "./testing";
import { Tree } from "./tree.model";

const treeOf = (rows: readonly string[]): Tree => {
	const tree = new Tree(36n);
	tree.fill(tree.root, listing(rows));
	return tree;
};

function openPath(tree: Tree, path: string, rows: readonly string[]): Dir {
	let dir = tree.root;
	for (const part of path.split("/")) {
		const entry = tree.find(dir, utf8Bytes(part));
		dir = tree.open(dir, entry, BigInt(entry));
	}
	tree.fill(dir, listing(rows));
	return dir;
}

/** Every row as text: indented names, `(state)` for notes. */
const rowsOf = (tree: Tree): string[] =>
	Array.from({ length: tree.count }, (_, i) => {
		const row = tree.row(i);
		if (row?.kind !== "entry")
			return `${"  ".repeat((row?.dir.level ?? 1) - 1)}(${row?.dir.contents.state})`;
		return `${"  ".repeat(row.dir.level - 1)}${showName(nameOf(row.entries, row.entry))}`;
	});

test("a tree that is being read has no rows; one that takes its time has a placeholder", () => {
	const tree = new Tree(36n);
	expect(rowsOf(tree)).toEqual([]);
	tree.wait(tree.root, true);
	expect(rowsOf(tree)).toEqual(["(waiting)"]);
});

test("open directories show their rows below them, at any depth", () => {
	const tree = treeOf(["bin/", "etc/", "usr/", "file"]);
	openPath(tree, "etc", ["ssh/", "hosts"]);
	openPath(tree, "etc/ssh", ["config"]);
	openPath(tree, "usr", ["lib/"]);
	expect(rowsOf(tree)).toEqual([
		"bin",
		"etc",
		"  ssh",
		"    config",
		"  hosts",
		"usr",
		"  lib",
		"file",
	]);
});

test("an empty, a failed and a slow directory each have one row", () => {
	const tree = treeOf(["a/", "b/", "c/"]);
	openPath(tree, "a", []);
	tree.fail(tree.open(tree.root, 1, 1n), { kind: "io", message: "gone" });
	tree.wait(tree.open(tree.root, 2, 2n), true);
	expect(rowsOf(tree)).toEqual(["a", "  (ready)", "b", "  (failed)", "c", "  (waiting)"]);
});

test("closing hides everything below; opening again brings it back as it was", () => {
	const tree = treeOf(["a/", "b"]);
	const a = openPath(tree, "a", ["c/"]);
	const c = openPath(tree, "a/c", ["d"]);
	const before = rowsOf(tree);
	tree.close(a);
	expect(rowsOf(tree)).toEqual(["a", "b"]);
	expect(tree.indexOf(c, 0)).toBe(-1);
	tree.open(tree.root, 0, 0n);
	expect(rowsOf(tree)).toEqual(before);
});

test("a new sort reorders every directory and keeps what is open", () => {
	const tree = treeOf(["a/", "b/", "c"]);
	openPath(tree, "a", ["x", "y"]);
	tree.setSort({ ...BY_NAME, descending: true });
	expect(rowsOf(tree)).toEqual(["b", "a", "  y", "  x", "c"]);
});

test("paths are built from the names above", () => {
	const tree = treeOf(["a/"]);
	openPath(tree, "a", ["b/"]);
	expect(pathOfDir(openPath(tree, "a/b", []))).toBe("/a/b");
	expect(pathOfDir(tree.root)).toBe("");
});

/** Opens and closes directories of random trees as the numbers say. */
function grow(tree: Tree, steps: readonly { at: number; rows: number; close: boolean }[]): void {
	tree.fill(tree.root, listing(["a/", "b/", "c/", "d"]));
	for (const step of steps) {
		const row = tree.row(step.at % Math.max(1, tree.count));
		if (row?.kind !== "entry" || row.entries.type[row.entry] !== 2) continue;
		const dir = tree.open(row.dir, row.entry, 0n);
		tree.fill(dir, listing(["m/", "a/", "z", "k/"].slice(0, step.rows)));
		if (step.close) tree.close(dir);
	}
}

const steps = fc.array(fc.record({ at: fc.nat(200), rows: fc.nat(4), close: fc.boolean() }), {
	maxLength: 40,
});

test("in any tree, rows and indexes agree", () => {
	fc.assert(
		fc.property(steps, fc.boolean(), (todo, descending) => {
			const tree = new Tree(36n);
			grow(tree, todo);
			if (descending) tree.setSort({ ...BY_NAME, descending });
			for (let i = 0; i < tree.count; i++) {
				const row = tree.row(i)!;
				const back =
					row.kind === "entry" ? tree.indexOf(row.dir, row.entry) : tree.startOf(row.dir);
				expect(back).toBe(i);
			}
			expect(tree.row(tree.count)).toBeUndefined();
			expect(tree.row(-1)).toBeUndefined();
		}),
	);
});

test("in any tree, runs joined together are the rows", () => {
	fc.assert(
		fc.property(steps, (todo) => {
			const tree = new Tree(36n);
			grow(tree, todo);
			for (let i = 0; i < tree.count; ) {
				const run = tree.run(i);
				if (!run) {
					expect(tree.row(i++)?.kind).toBe("note");
					continue;
				}
				expect(run.to).toBeGreaterThan(run.from);
				for (let position = run.from; position < run.to; position++, i++) {
					expect(tree.row(i)).toMatchObject({ entry: run.order[position], position });
				}
			}
		}),
	);
});

test("half a million rows: a directory in the middle opens and the last row is found", () => {
	const tree = new Tree(36n);
	tree.fill(
		tree.root,
		manyFiles(500_000, (i) => (i % 1000 ? `file-${i}` : `file-${i}/`)),
	);
	const dir = tree.open(tree.root, 250_000, 1n);
	tree.fill(dir, manyFiles(1000));
	expect(tree.count).toBe(501_000);
	const place = (index: number) => {
		const row = tree.row(index);
		return row?.kind === "entry" ? [row.dir.level, row.position] : [];
	};
	expect(place(500_999)).toEqual([1, 499_999]);
	expect(place(tree.startOf(dir) + 999)).toEqual([2, 999]);
});
