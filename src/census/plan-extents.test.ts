/** The plan of all extents against the maps, followed one by one. */
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { openImage } from "../erofs/open";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixture, fixtures, hugeFixtures } from "../testing/fixtures";
import { devicesOf, openTestImage, sourceOf } from "../testing/image-set";
import { shuffledSource } from "../testing/shuffled";
import { Census } from "./census";
import { EXTENT, Extents, KINDS, NO_ALGORITHM } from "./extents";
import { FORM } from "./inodes";
import { ExtentPlan } from "./plan-extents";
import type { Tree } from "./tree";

/** Extents of an inode, and whether these are all. */
async function follow(image: Image, nid: bigint) {
	const list: Extent[] = [];
	try {
		const inode = await readInode(image, nid);
		if (!inode.context.hasData || inode.size === 0) return { list, whole: true };
		const map = await loadMap(image, inode);
		for await (const extent of extents(map, 0, inode.size)) list.push(extent);
		return { list, whole: true };
	} catch (error) {
		if (!isDamage(error)) throw error;
		return { list, whole: false };
	}
}

function rowsOf(planned: Extents, inode: number) {
	const rows = [];
	for (
		let row = planned.firstOf(inode);
		planned.inode[row] === inode && row < planned.count;
		row++
	) {
		const kind = planned.kind[row] as number;
		rows.push({
			offset: planned.offset[row],
			kind: KINDS[kind & EXTENT.KIND],
			space: planned.length[row] ? planned.spaces[planned.space[row] as number] : undefined,
			start: planned.start[row],
			length: planned.length[row],
			algorithm: planned.algorithm[row],
			partial: (kind & EXTENT.PARTIAL) !== 0,
			cut: (kind & EXTENT.CUT) !== 0,
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
	const tree = await new Census(image).take();
	const plan = new ExtentPlan(image, tree);
	const planned = await plan.take();
	let incomplete = 0;
	for (let inode = 0; inode < tree.inodes.count; inode++) {
		if (tree.inodes.is(inode, FORM.UNREADABLE)) continue;
		const { list, whole } = await follow(image, tree.nid(inode));
		expect(rowsOf(planned, inode)).toEqual(list.map(expected));
		if (!whole) incomplete++;
	}
	expect(plan.incomplete).toBe(incomplete);
	expect(plan.left).toBe(0);
	expect(planned.byteLength / Math.max(planned.count, 1024)).toBeLessThan(32 * 2);
});

test.each(fixtures.good)("$name: the same over reads that end in any order", async (fixture) => {
	const take = async (image: Image) => {
		const tree: Tree = await new Census(image).take();
		const findings: Finding[] = [];
		const planned = await new ExtentPlan(image, tree, (f) => findings.push(f)).take();
		const { count, inode, offset, start, length, space, kind, algorithm } = planned;
		const columns = [inode, offset, start, length, space, kind, algorithm];
		return { columns: columns.map((c) => c.slice(0, count)), spaces: planned.spaces, findings };
	};
	const slow = await openImage(
		new PageCache(shuffledSource(sourceOf(fixture), 3), { ...REMOTE_PAGES, pageSize: 512 }),
		{ devices: () => devicesOf(fixture).map((device) => shuffledSource(device, 4)) },
	);
	const alone = await take(await openTestImage(fixture));
	for (const other of await Promise.all([take(slow), take(slow)])) expect(other).toEqual(alone);
});

test("with too many extents it is told how many inodes are left", async () => {
	const image = await openTestImage(fixture("lz4hc-b2048"));
	const tree = await new Census(image).take();
	const whole = await new ExtentPlan(image, tree).take();
	const plan = new ExtentPlan(image, tree, undefined, 7);
	const some = await plan.take();
	expect(some.count).toBe(7);
	expect(plan.left).toBe(tree.inodes.count - (whole.inode[7] as number));
});

test("an extent takes 32 bytes", () => {
	const many = new Extents();
	for (let i = 0; i < 5000; i++) many.add(i, { start: 0, end: 1, kind: "hole" });
	many.trim();
	expect(many.byteLength / many.count).toBeLessThanOrEqual(32 * 1.1);
	expect(many.firstOf(4999)).toBe(4999);
	expect(many.firstOf(5000)).toBe(5000);
});
