/** What is read out of a tree, against the same by hand. */
import { beforeAll, expect, test } from "vitest";
import { nameFilter } from "../base/glob";
import { showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import { FT } from "../erofs/structs/dirent";
import { badFixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { Census } from "./census";
import type { Wide } from "./columns";
import { listedOf } from "./listed";
import { hits, isSortedByName, listing } from "./listing";
import { NameSearch } from "./search";
import { sumsBelow } from "./sums-below";
import { takeDirectory } from "./take-directory";
import { totalsOf } from "./totals";
import { Tree } from "./tree";

const trees = new Map<string, { image: Image; tree: Tree }>();

beforeAll(async () => {
	for (const fixture of fixtures.good) {
		const image = await openTestImage(fixture);
		trees.set(fixture.name, { image, tree: await new Census(image).take() });
	}
});

const each = () => [...trees.values()];

const inodesBelow = (tree: Tree, directory: number): Set<number> => {
	const { first, end } = tree.directories;
	return new Set(tree.entries.inode.subarray(first[directory], first[end[directory] as number]));
};

test("sums below a directory have each inode once", () => {
	let shared = 0;
	for (const { tree } of each()) {
		const sums = sumsBelow(tree);
		const { inodes, directories } = tree;
		for (let directory = 0; directory < directories.count; directory++) {
			const rows = [...inodesBelow(tree, directory)];
			const total = (column: Wide) =>
				rows.reduce((sum, row) => sum + (hasData(tree, row) ? column.big(row) : 0n), 0n);
			expect(sums.inodes[directory]).toBe(rows.length);
			expect(sums.size[directory]).toBe(total(inodes.size));
			expect(sums.stored[directory]).toBe(total(listedOf(inodes).stored));
			shared += rows.filter((row) => (inodes.names[row] as number) > 1).length;
		}
	}
	expect(shared).toBeGreaterThan(20);
});

const hasData = ({ inodes }: Tree, row: number): boolean =>
	([FT.REG, FT.DIR, FT.LNK] as number[]).includes(inodes.type(row));

test("what two directories share counts in both, and once in the one around them", () => {
	const tree = new Tree();
	const size = 2 ** 33 + 5;
	const add = (name: string, inode: number) => {
		tree.entries.reserve(1, name.length);
		const entry = tree.entries.add(utf8Bytes(name), FT.UNKNOWN);
		tree.entries.inode[entry] = inode;
		tree.inodes.names[inode] = (tree.inodes.names[inode] as number) + 1;
		return entry;
	};
	for (let nid = 0; nid < 4; nid++) tree.inodes.add(nid, 0);
	tree.inodes.mode.set([0o40755, 0o40755, 0o40755, 0o100644]);
	tree.inodes.size.setExact(3, size);
	tree.enter(0, 2 ** 32 - 1);
	const a = add("a", 1);
	const b = add("b", 2);
	add("file", 3);
	tree.directories.finish(3);
	tree.enter(1, a);
	add("file", 3);
	add("same", 3);
	tree.directories.finish(5);
	tree.enter(2, b);
	add("file", 3);
	tree.directories.finish(6);
	tree.directories.end.set([3, 2, 3]);
	const { inodes, size: sizes } = sumsBelow(tree);
	expect([...inodes]).toEqual([3, 1, 1]);
	expect([...sizes]).toEqual([BigInt(size), BigInt(size), BigInt(size)]);
	expect(totalsOf(tree)).toMatchObject({ inodes: 4, entries: 6, size });
});

test("an entry is in the directory whose rows it is among", () => {
	let entries = 0;
	for (const { tree } of each()) {
		const { directories } = tree;
		for (let directory = 0; directory < directories.count; directory++) {
			const end = directories.first[directory + 1] as number;
			for (let entry = directories.first[directory] as number; entry < end; entry++) {
				expect(directories.with(entry)).toBe(directory);
				entries++;
			}
		}
	}
	expect(entries).toBeGreaterThan(500);
});

test("a tree that nobody lists has no owners and times, and all else", async () => {
	for (const { image, tree } of each()) {
		const bare = await new Census(image, { isListed: false }).take();
		const of = ({ mode, size, nlink, serials, count }: Tree["inodes"]) => ({
			...{ mode: mode.subarray(0, count), size: size.low.subarray(0, count), serials },
			nlink: nlink.low.subarray(0, count),
		});
		expect(of(bare.inodes)).toEqual(of(tree.inodes));
		expect(() => listing(bare, 0)).toThrow("without owners and times");
	}
});

test("a search finds what its filter matches, in however small steps", () => {
	for (const { tree } of each()) {
		for (const query of ["a", "*.txt", "/*e*", "dir/", "?", "\u00f6", "[0-9]*"]) {
			const filter = nameFilter(query);
			const expected: number[] = [];
			for (let entry = 0; entry < tree.entries.count; entry++) {
				const text = filter.onPath ? tree.pathOfEntry(entry) : tree.entries.name(entry);
				if (filter.matches(text, 0, text.length)) expected.push(entry);
			}
			const search = new NameSearch(tree, query);
			const found: number[] = [];
			while (search.done < tree.entries.count) found.push(...search.next(tree.settled, 11, 3));
			expect(found).toEqual(expected);
		}
	}
});

test("a listing has the entries of the directory, hits have their paths", () => {
	for (const { image, tree } of each()) {
		expect(tree.byteLength).toBeGreaterThan(0);
		for (let directory = 0; directory < tree.directories.count; directory++) {
			const rows = listing(tree, directory);
			expect(isSortedByName(rows)).toBe(true);
			const first = tree.directories.first[directory] as number;
			for (let i = 0; i < rows.count; i += 5) {
				const name = rows.names.subarray(rows.nameStart[i], rows.nameStart[i + 1]);
				expect(name).toEqual(tree.entries.name(first + i));
				const [hit] = [hits(tree, [first + i])];
				expect(hit.names).toEqual(tree.pathOfEntry(first + i));
				expect([hit.nid[0], hit.size[0], hit.mtime[0]]).toEqual([
					rows.nid[i],
					rows.size[i],
					rows.mtime[i],
				]);
				expect(tree.pathOf(rows.nid[i] as bigint)).toBeDefined();
			}
		}
		expect(tree.pathOf(image.facts.rootNid)).toEqual(Uint8Array.of(0x2f));
		expect(tree.pathOf(12345678n)).toBeUndefined();
	}
});

test("an entry whose inode cannot be read is listed, and nothing is known of it", async () => {
	const image = await openTestImage(badFixture("dirent-nid-beyond"));
	const tree = await new Census(image).take();
	const lists = Array.from({ length: tree.directories.count }, (_, d) => listing(tree, d));
	const bad = lists.flatMap((rows) =>
		[...rows.known.keys()].filter((i) => !rows.known[i]).map((i) => ({ rows, i })),
	);
	expect(bad).toHaveLength(1);
	const [{ rows, i }] = bad as [(typeof bad)[number]];
	expect([rows.bad[i], rows.storedKnown[i], rows.mode[i]]).toEqual([1, 0, 0]);
	expect(showName(tree.pathOf(rows.nid[i] as bigint) ?? new Uint8Array())).toMatch(/^\//);
});

test("single directories make the same listings as the census, alone and taken together", async () => {
	const { image, tree } = trees.get("dirs-many-b512") as { image: Image; tree: Tree };
	const together = new Tree();
	const paths = new Map<bigint, string>();
	// The last first, so that parents come after their children.
	for (let directory = tree.directories.count - 1; directory >= 0; directory--) {
		const nid = tree.directoryNid(directory);
		const path = tree.pathOfDirectory(directory);
		const above = tree.parentOf(directory);
		const parent = above < 0 ? nid : tree.directoryNid(above);
		const alone = await takeDirectory(image, { nid, path, parent }, () => {});
		together.absorb(alone);
		expect(listing(alone, 0)).toEqual(listing(tree, directory));
		const row = together.directoryOf(together.find(nid));
		expect(listing(together, row)).toEqual(listing(tree, directory));
		paths.set(nid, showName(path));
	}
	const { count } = together.directories;
	for (const alone of [0, 1])
		together.absorb(
			await takeDirectory(
				image,
				{ nid: tree.directoryNid(alone), path: Uint8Array.of(0x2f), parent: undefined },
				() => {},
			),
		);
	expect(together.directories.count).toBe(count);
	expect(together.inodes.count).toBe(tree.inodes.count);
	expect(together.settled).toBe(tree.entries.count);
});
