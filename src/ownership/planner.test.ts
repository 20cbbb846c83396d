/** The plan of all extents against the maps, followed one by one. */
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { withBytes } from "../base/resident";
import { Census } from "../census/census";
import { EXTENT, Extents, KINDS, NO_ALGORITHM } from "../census/extents";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import type { Extent, ExtentKind } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { openImage } from "../erofs/open";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixture, fixtures, hugeFixtures } from "../testing/fixtures";
import { devicesOf, openTestImage, sourceOf } from "../testing/image-set";
import { ownersIn } from "../testing/owners";
import { shuffledSource } from "../testing/shuffled";
import { Inhabitants } from "./inhabitants";
import { Planner, type PlanOptions } from "./planner";

/** Extents of an inode, up to the first that cannot be had. */
async function follow(image: Image, nid: bigint) {
	const list: Extent[] = [];
	try {
		const inode = await readInode(image, nid);
		if (!inode.context.hasData || inode.size === 0) return list;
		const map = await loadMap(image, inode);
		for await (const extent of extents(map, 0, inode.size)) list.push(extent);
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return list;
}

/** Those that were planned, by the row of the inode. */
function planned(columns: Extents) {
	const { inode, offset, start, length, space, kind, algorithm, spaces } = columns;
	const rows = new Map<number, ReturnType<typeof expected>[]>();
	for (let row = 0; row < columns.count; row++) {
		const bits = kind[row] as number;
		const own = rows.get(inode[row] as number) ?? [];
		rows.set(inode[row] as number, own);
		own.push({
			offset: offset[row] as number,
			kind: KINDS[bits & EXTENT.KIND] as ExtentKind,
			space: length[row] ? spaces[space[row] as number] : undefined,
			start: start[row] as number,
			length: length[row] as number,
			algorithm: algorithm[row] as number,
			partial: (bits & EXTENT.PARTIAL) !== 0,
			cut: (bits & EXTENT.CUT) !== 0,
		});
	}
	return rows;
}

const expected = ({ start, kind, at, algorithm, partial, cut }: Extent) => ({
	offset: start,
	kind,
	space: at && at.end > at.start ? at.space : undefined,
	start: at?.start ?? 0,
	length: at ? at.end - at.start : 0,
	algorithm: algorithm ?? NO_ALGORITHM,
	partial: partial ?? false,
	cut: cut !== undefined,
});

const corpus = readCorpus();

test.each([
	...fixtures.good,
	...hugeFixtures,
	...fixtures.bad,
	...(corpus?.good ?? []),
	...(corpus?.bad ?? []),
	...corpusImages("others"),
	...corpusImages("cases"),
])("$name: every extent of every inode", async (fixture) => {
	const image = await openTestImage(fixture).catch((error: unknown) => {
		if (isDamage(error)) return undefined;
		throw error;
	});
	if (!image) return;
	const { extents, inhabitants, shortfalls } = await ownersIn(image);
	const rows = planned(extents);
	for (let row = 0; row < inhabitants.firstOrphan; row++) {
		const list = inhabitants.isReadable(row) ? await follow(image, inhabitants.nid(row)) : [];
		expect(rows.get(row) ?? []).toEqual(list.map(expected));
	}
	expect(shortfalls).toEqual([]);
	expect(extents.byteLength / Math.max(extents.count, 1)).toBeLessThan(32 * 1.2 + 1);
});

test.each(fixtures.good)("$name: the same over reads that end in any order", async (fixture) => {
	const take = async (image: Image) => {
		const findings: Finding[] = [];
		const { extents } = await ownersIn(image, (finding) => findings.push(finding));
		return { rows: planned(extents), findings };
	};
	const slow = await openImage(
		new PageCache(shuffledSource(sourceOf(fixture), 3), { ...REMOTE_PAGES, pageSize: 512 }),
		{ devices: () => devicesOf(fixture).map((device) => shuffledSource(device, 4)) },
	);
	const alone = await take(await openTestImage(fixture));
	for (const other of await Promise.all([take(slow), take(slow)])) expect(other).toEqual(alone);
});

test("what is more than can be kept is left out, and counted", async () => {
	const image = await openTestImage(fixture("lz4hc-b1024"));
	const tree = await new Census(image).take();
	const plan = async (options?: PlanOptions) => {
		const planner = new Planner(new Inhabitants(image, tree), options);
		for (let row = 0; row < tree.inodes.count; row++) {
			while (await withBytes(() => planner.add(row)));
		}
		return planner;
	};
	const { extents } = await plan();
	const few = await plan({ most: 7 });
	expect(few.extents.count).toBe(7);
	expect(few.leftOut).toBe(tree.inodes.count - (extents.inode[7] as number));
	// The same where nobody keeps them.
	expect((await plan({ most: 7, isBare: true })).leftOut).toBe(few.leftOut);
});

test("an extent takes 32 bytes", () => {
	const many = new Extents();
	for (let i = 0; i < 5000; i++) many.add(i, { start: 0, end: 1, kind: "hole" });
	many.trim();
	expect(many.byteLength / many.count).toBeLessThanOrEqual(32 * 1.1);
});
