/**
 * Maps of many pages, looked up by many readers at once while their pages come in any order.
 * What is right is known from how each map was made.
 */
import { describe, expect, it } from "vitest";
import { memorySource } from "../../sources/memory";
import { fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { chance, pick, shuffledSource } from "../../testing/shuffled";
import { type Inode, readInode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { ADVISE, CBLKCNT, LCLUSTER } from "../structs/zmap";
import type { Extent } from "./extent";
import { extentAt, extents, loadMap } from "./open";
import { packPlace } from "./pack";
import { FARTHEST } from "./unit";

const BLOCK = 4096;
const HEADER = 8;

const image = await openTestImage(fixture("tinyz-lz4"));
const root = await readInode(image, image.facts.rootNid);

type Told = Pick<Extent, "start" | "end" | "kind"> & { readonly at?: number | undefined };

const told = ({ start, end, kind, at }: Extent): Told => ({ start, end, kind, at: at?.start });

/** A map, and the extents it was made from. */
interface Made {
	readonly bytes: Uint8Array;
	readonly rest: Partial<Inode> & { readonly size: number };
	readonly expected: readonly Told[];
}

async function expectAll({ bytes, rest, expected }: Made, seed: number): Promise<void> {
	const source = shuffledSource(memorySource(bytes), seed);
	const home = { space: "image", source };
	const inode: Inode = { ...root, home, bodyEnd: 0, i_size: rest.size, ...rest };
	const map = await loadMap(image, inode);
	const random = chance(seed);
	const all = async (from: number) => {
		const list: Told[] = [];
		for await (const extent of extents(map, from, inode.size)) list.push(told(extent));
		return list;
	};
	const one = async (i: number) => {
		const { start, end } = expected[i] as Told;
		return told(await extentAt(map, start + pick(random, end - start)));
	};
	const some = Array.from({ length: 200 }, () => pick(random, expected.length));
	const from = pick(random, expected.length);
	const lists = Promise.all([all(0), all((expected[from] as Told).start), all(0)]);
	const singles = await Promise.all(some.map(one));
	const [whole, part, again] = await lists;
	expect(whole).toEqual(expected);
	expect(again).toEqual(expected);
	expect(part).toEqual(expected.slice(from));
	expect(singles).toEqual(some.map((i) => expected[i]));
}

/** Units of a compressed file: how many logical clusters they reach over, and where they begin. */
interface Run {
	readonly lcn: number;
	readonly ofs: number;
	readonly block: number;
	readonly blocks: number;
}

function runs(count: number, big: boolean, random: () => number): Run[] {
	const list: Run[] = [];
	let block = 1;
	for (let lcn = 0; lcn < count; ) {
		const length = Math.min(count - lcn, 1 + pick(random, 6));
		const blocks = big && length > 1 ? 1 + pick(random, length - 1) : 1;
		list.push({ lcn, ofs: lcn === 0 ? 0 : pick(random, BLOCK - 1), block, blocks });
		block += blocks;
		lcn += length;
	}
	return list;
}

const startOf = ({ lcn, ofs }: Run) => lcn * BLOCK + ofs;

const expectedOf = (list: readonly Run[], size: number): Told[] =>
	list.map((run, i) => {
		const next = list[i + 1];
		const end = next ? startOf(next) : size;
		return { start: startOf(run), end, kind: "compressed", at: run.block * BLOCK };
	});

/** What the index says of each logical cluster. */
interface Entry {
	readonly head: Run | undefined;
	readonly back: number;
	readonly forward: number;
	readonly blocks: number;
}

function entriesOf(list: readonly Run[], count: number): Entry[] {
	return list.flatMap((run, i) => {
		const end = list[i + 1]?.lcn ?? count;
		return Array.from({ length: end - run.lcn }, (_, back) => ({
			head: back === 0 ? run : undefined,
			back,
			forward: end - run.lcn - back,
			blocks: run.blocks,
		}));
	});
}

const BIG = ADVISE.BIG_PCLUSTER_1 | ADVISE.BIG_PCLUSTER_2;

function full(big: boolean, random: () => number): Made {
	const count = 4000;
	const size = count * BLOCK - 5;
	const list = runs(count, big, random);
	const bytes = new Uint8Array(HEADER + 8 + 8 * count);
	const view = new DataView(bytes.buffer);
	view.setUint16(4, big ? BIG : 0, true);
	for (const [lcn, { head, back, forward, blocks }] of entriesOf(list, count).entries()) {
		const p = HEADER + 8 + 8 * lcn;
		view.setUint16(p, head ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD, true);
		if (head) {
			view.setUint16(p + 2, head.ofs, true);
			view.setUint32(p + 4, head.block, true);
		} else {
			view.setUint16(p + 4, big && back === 1 ? CBLKCNT | blocks : back, true);
			view.setUint16(p + 6, forward, true);
		}
	}
	const rest = { layout: LAYOUT.COMPRESSED_FULL, size };
	return { bytes, rest, expected: expectedOf(list, size) };
}

function compact(big: boolean, random: () => number): Made {
	const count = 5000;
	const size = count * BLOCK - 5;
	const list = runs(count, big, random);
	const entries = entriesOf(list, count);
	const last = packPlace(HEADER, count, true, count - 1);
	const bytes = new Uint8Array(last.start + last.size);
	const view = new DataView(bytes.buffer);
	view.setUint16(4, ADVISE.COMPACTED_2B | (big ? BIG : 0), true);
	for (let lcn = 0; lcn < count; ) {
		const place = packPlace(HEADER, count, true, lcn);
		const pack = entries.slice(lcn, lcn + place.entries);
		fillPack(bytes.subarray(place.start, place.start + place.size), pack, big, place.entries);
		lcn += place.entries;
	}
	const rest = { layout: LAYOUT.COMPRESSED_COMPACT, size };
	return { bytes, rest, expected: expectedOf(list, size) };
}

/** Entries least significant bits first, and the address the units of the pack count from. */
function fillPack(into: Uint8Array, pack: readonly Entry[], big: boolean, entries: number): void {
	const bits = ((into.length - 4) * 8) / entries;
	let all = 0n;
	for (const [i, { head, back, forward, blocks }] of pack.entries()) {
		const distance = i === entries - 1 ? forward : back;
		const lo = head ? head.ofs : big && back === 1 ? CBLKCNT | blocks : distance;
		const type = head ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD;
		all |= BigInt((type << 12) | lo) << BigInt(i * bits);
	}
	for (let p = 0; p < into.length - 4; p++) into[p] = Number((all >> BigInt(8 * p)) & 0xffn);
	const view = new DataView(into.buffer, into.byteOffset, into.length);
	view.setUint32(into.length - 4, baseOf(pack, big), true);
}

function baseOf(pack: readonly Entry[], big: boolean): number {
	const first = pack.find(({ head }) => head)?.head?.block ?? 0;
	if (!big) return Math.max(0, first - 1);
	// A length recorded in this pack for a head in the one before counts, too.
	const before = pack[0];
	const counted = before && !before.head && before.back === 1 ? before.blocks : 0;
	return Math.max(0, first - counted);
}

function records(recordSize: 4 | 16, random: () => number): Made {
	const count = 6000;
	const CLUSTER = 4 * BLOCK;
	const size = count * CLUSTER - 5;
	// The address that records of 4 bytes count from, or what aligns those of 16.
	const table = HEADER + 8;
	const bytes = new Uint8Array(table + recordSize * count);
	const view = new DataView(bytes.buffer);
	view.setUint16(4, ADVISE.EXTENTS | (Math.log2(recordSize / 4) << 1), true);
	if (recordSize === 4) {
		view.setUint8(7, 2);
		view.setBigUint64(8, BigInt(BLOCK), true);
	} else view.setUint32(0, count, true);
	const expected: Told[] = [];
	let address = BLOCK;
	for (let i = 0; i < count; i++) {
		const length = pick(random, 5) === 0 ? 0 : 1 + pick(random, 5000);
		const p = table + recordSize * i;
		view.setUint32(p, length && (1 << 28) | length, true);
		if (recordSize === 16) {
			view.setUint32(p + 4, address, true);
			view.setUint32(p + 12, i * CLUSTER, true);
		}
		const range = { start: i * CLUSTER, end: Math.min(size, (i + 1) * CLUSTER) };
		expected.push(
			length
				? { ...range, kind: "compressed", at: address }
				: { ...range, kind: "hole", at: undefined },
		);
		address += length;
	}
	return { bytes, rest: { layout: LAYOUT.COMPRESSED_FULL, size }, expected };
}

function chunks(random: () => number): Made {
	const count = 9000;
	const size = count * BLOCK - 5;
	const bytes = new Uint8Array(4 * count);
	const view = new DataView(bytes.buffer);
	const expected: Told[] = [];
	for (let i = 0; i < count; i++) {
		// Never behind the one before, so that nothing is joined.
		const block = 2 * i + 1 + 20_000 * pick(random, 3);
		view.setUint32(4 * i, block, true);
		const end = Math.min(size, (i + 1) * BLOCK);
		expected.push({ start: i * BLOCK, end, kind: "data", at: block * BLOCK });
	}
	return { bytes, rest: { layout: LAYOUT.CHUNK_BASED, raw: 0, size }, expected };
}

const MAPS: readonly [string, (random: () => number) => Made][] = [
	["a full index", (random) => full(false, random)],
	["a full index with large units", (random) => full(true, random)],
	["a compact index", (random) => compact(false, random)],
	["a compact index with large units", (random) => compact(true, random)],
	["encoded extents, 4 bytes each", (random) => records(4, random)],
	["encoded extents, 16 bytes each", (random) => records(16, random)],
	["a chunk map", chunks],
];

describe.each([1, 2, 3])("seed %d", (seed) => {
	it.each(MAPS)("%s", async (_, make) => {
		await expectAll(make(chance(seed)), seed);
	});
});

it("a unit that goes on for a million clusters is found by few reads, from either end", async () => {
	const count = 1 << 20;
	const bytes = new Uint8Array(HEADER + 8 + 8 * count);
	const view = new DataView(bytes.buffer);
	for (let lcn = 0; lcn < count; lcn++) {
		const p = HEADER + 8 + 8 * lcn;
		view.setUint16(p, lcn === 0 ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD, true);
		view.setUint32(p + 4, lcn === 0 ? 1 : 0x10000 | Math.min(lcn, FARTHEST), true);
	}
	for (const where of [0, count * BLOCK - 1]) {
		let reads = 0;
		const { size, read } = memorySource(bytes);
		const source = {
			...{ id: "plain", label: "plain", size },
			read: (start: number, end: number) => {
				reads++;
				return read(start, end);
			},
		};
		const rest = { layout: LAYOUT.COMPRESSED_FULL, size: count * BLOCK };
		const home = { space: "image", source };
		const map = await loadMap(image, { ...root, home, bodyEnd: 0, i_size: rest.size, ...rest });
		expect(told(await extentAt(map, where))).toMatchObject({ start: 0, end: rest.size });
		// Each step back leads to another page; on from there they come in long runs.
		expect(reads).toBeLessThan(Math.ceil(where / BLOCK / FARTHEST) + 20);
	}
});
