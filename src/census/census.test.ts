/** The census against the truth about images, and what must hold however it is taken. */
import { describe, expect, it, test } from "vitest";
import { cancelled, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { showName, utf8Bytes } from "../base/text";
import { octalMode } from "../base/words";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { rdevOf } from "../erofs/structs/inode";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { readCorpus } from "../testing/corpus";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import { devicesOf, openTestImage, sourceOf, type TestImage } from "../testing/image-set";
import { shuffledSource } from "../testing/shuffled";
import { Census } from "./census";
import { NONE } from "./inodes";
import { listedOf } from "./listed";
import { sumsBelow } from "./sums-below";
import { totalsOf } from "./totals";
import type { Tree } from "./tree";

const TYPES = ["unknown", "reg", "dir", "chr", "blk", "fifo", "sock", "lnk"];

async function take(image: Image, findings: Finding[] = []): Promise<Tree> {
	return new Census(image, { report: (finding) => findings.push(finding) }).take();
}

/** Of an entry, or of the root for NONE, all that a manifest says and a census knows. */
function factsOf(tree: Tree, entry: number) {
	const { entries, inodes } = tree;
	const { uid, gid, mtime } = listedOf(inodes);
	const path = entry === NONE ? Uint8Array.of(0x2f) : tree.pathOfEntry(entry);
	const inode = entry === NONE ? 0 : (entries.inode[entry] as number);
	const type = TYPES[inodes.type(inode)];
	const { major, minor } = rdevOf(inodes.raw.low[inode] as number);
	return {
		path: Buffer.from(path.length > 1 ? path.subarray(1) : path).toString("base64"),
		type,
		mode: octalMode(inodes.mode[inode] as number),
		uid: uid[inode],
		gid: gid[inode],
		nlink: inodes.nlink.at(inode),
		mtime: mtime.signed(inode),
		...(type === "reg" || type === "lnk" ? { size: inodes.size.unsigned(inode) } : {}),
		...(type === "chr" || type === "blk" ? { rdev: [major, minor] } : {}),
	};
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

const all = [...fixtures.good, ...(readCorpus()?.good ?? [])];

describe.each(all)("$name", (image) => {
	it("is taken down as its truth says", async () => {
		const findings: Finding[] = [];
		const tree = await take(await openTestImage(image), findings);
		expect(findings).toEqual([]);
		const rows = Array.from({ length: tree.entries.count }, (_, entry) => factsOf(tree, entry));
		const truth = image.manifest().map((entry) => ({
			path: entry.path_b64 ?? Buffer.from(utf8Bytes(entry.path)).toString("base64"),
			type: entry.type,
			mode: entry.mode,
			uid: entry.uid,
			gid: entry.gid,
			nlink: entry.nlink,
			mtime: entry.mtime[0],
			...(entry.size === undefined ? {} : { size: entry.size }),
			...(entry.rdev === undefined ? {} : { rdev: entry.rdev }),
		}));
		expect([factsOf(tree, NONE), ...rows].sort(byPath)).toEqual(truth.sort(byPath));
	});

	it("has parents before children, and together what is below a directory", async () => {
		const tree = await take(await openTestImage(image));
		const { directories, entries } = tree;
		const paths: string[] = [];
		for (let entry = 0; entry < entries.count; entry += 7)
			paths.push(showName(tree.pathOfEntry(entry)));
		const wrong: string[] = [];
		for (let directory = 0; directory < directories.count; directory++) {
			expect(tree.parentOf(directory)).toBeLessThan(directory);
			const path = showName(tree.pathOfDirectory(directory));
			const below = path === "/" ? path : `${path}/`;
			const last = directories.end[directory] as number;
			const start = directories.first[directory] as number;
			const end = directories.first[last] as number;
			for (let i = 0; i < paths.length; i++) {
				const isBelow = (paths[i] as string).startsWith(below);
				if (isBelow !== (7 * i >= start && 7 * i < end)) wrong.push(`${paths[i]} in ${below}`);
			}
		}
		expect(wrong).toEqual([]);
	});
});

/** Everything of a tree that can be compared. */
const contentsOf = (tree: Tree) => ({
	entries: Array.from({ length: tree.entries.count }, (_, entry) => ({
		...factsOf(tree, entry),
		nid: tree.nid(tree.entries.inode[entry] as number),
		stored: listedOf(tree.inodes).stored.unsigned(tree.entries.inode[entry] as number),
		type: tree.entries.type[entry],
	})),
	ends: [...tree.directories.end.subarray(0, tree.directories.count)],
	totals: totalsOf(tree),
	sums: sumsBelow(tree),
});

const open = (image: TestImage, wrap: (source: ByteSource) => ByteSource) =>
	openImage(wrap(sourceOf(image)), { devices: () => devicesOf(image).map(wrap) });

const SMALL_PAGES = { ...REMOTE_PAGES, pageSize: 512, budget: 4096, leastRequest: 512 };

test.each([...fixtures.good, ...fixtures.bad.filter(({ name }) => !name.startsWith("truncated"))])(
	"$name: two at once over reads that end in any order find what one finds alone",
	async (image) => {
		const alone = await openTestImage(image).catch((error: unknown) => {
			if (isDamage(error)) return undefined;
			throw error;
		});
		if (!alone) return;
		const findings: Finding[] = [];
		const expected = contentsOf(await take(alone, findings));
		const slow = await open(image, (s) => new PageCache(shuffledSource(s, 7), SMALL_PAGES));
		const both = [0, 1].map(async () => {
			const found: Finding[] = [];
			return { contents: contentsOf(await take(slow, found)), found };
		});
		for (const { contents, found } of await Promise.all(both)) {
			expect(contents).toEqual(expected);
			expect(found).toEqual(findings);
		}
	},
);

/** Fails read number `after` and all that follow, until `after` is set higher. */
class Failing {
	after = 0;
	reads = 0;

	readonly wrap = (inner: ByteSource): ByteSource => ({
		id: inner.id,
		label: inner.label,
		size: inner.size,
		read: async (start, end, signal) => {
			if (this.reads++ >= this.after) throw cancelled();
			return new Uint8Array(await inner.read(start, end, signal));
		},
	});
}

test.each([fixture("dirs-many-b512"), fixture("metabox-dirs"), badFixture("dirent-unsorted")])(
	"$name: goes on where it was stopped",
	async (image) => {
		const findings: Finding[] = [];
		const expected = contentsOf(await take(await openTestImage(image), findings));
		const failing = new Failing();
		failing.after = 1000;
		const opened = await open(image, failing.wrap);
		const found: Finding[] = [];
		const census = new Census(opened, { report: (finding) => found.push(finding) });
		let stops = 0;
		for (; !census.isComplete; stops++) {
			failing.reads = 0;
			// One that reads several things again for an explanation needs all of these at once.
			failing.after = stops < 40 ? 1 : 1000;
			await census.take().catch((error: unknown) => {
				if (!(error instanceof Error && error.message === "Cancelled.")) throw error;
			});
		}
		expect(stops).toBeGreaterThan(3);
		expect(contentsOf(census.tree)).toEqual(expected);
		expect(found).toEqual(findings);
	},
);
