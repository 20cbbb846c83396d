/** Contents and the stored bytes they come from, held against the bytes themselves. */
import { describe, expect, test } from "vitest";
import { type Range, type Span, span } from "../base/range";
import { fileSource } from "../erofs/data";
import { containerOf, contentsSpace, type Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { layings } from "../testing/layings";
import { holdingsOf, type Origin, originsOf } from "./origins";

const good = [...fixtures.good, ...(readCorpus()?.good ?? [])];
/** Files of this size and below are looked at as a whole. */
const MOST_BYTES = 1 << 18;
const MANY = 1 << 16;

async function* filesOf(image: Image): AsyncGenerator<Inode, void, void> {
	for await (const { what, inode } of layings(image))
		if (what === "body" && inode?.context.hasData && inode.size > 0) yield inode;
}

async function isSame(image: Image, { space, start, end }: Span, bytes: Uint8Array) {
	const stored = await containerOf(image, space)?.source.read(start, end);
	return stored?.length === bytes.length && stored.every((byte, i) => byte === bytes[i]);
}

/** Some ranges of a file: its beginning, its end, one in the middle; and all of it. */
const rangesOf = ({ size }: Inode): Range[] => {
	const end = Math.min(size, MOST_BYTES);
	return [
		{ start: 0, end },
		{ start: Math.floor(end / 3), end: Math.min(end, Math.floor(end / 3) + 17) },
		{ start: Math.max(0, size - 5), end: size },
	];
};

const places = (list: readonly Origin[]) => list.map(({ start, end }) => ({ start, end }));

describe.each(good)("$name", (image) => {
	test("bytes come from where they are, and are held by what they came from", async () => {
		const opened = await openTestImage(image);
		for await (const inode of filesOf(opened)) {
			const { nid } = inode;
			const space = contentsSpace(opened, nid);
			const contents = await fileSource(opened, inode, space);
			for (const range of rangesOf(inode)) {
				const about = `nid ${nid} ${range.start}..${range.end}`;
				const origins = await originsOf(opened, { space, ...range }, MANY);
				const list = origins?.list ?? [];
				expect(joined(places(list)), about).toEqual([range]);
				for (const { at, algorithm, start, end } of list.slice(0, 64)) {
					const here = await contents.read(start, end);
					if (!at) expect(here.every((byte) => byte === 0)).toBe(true);
					if (!at) continue;
					if (algorithm === undefined) expect(await isSame(opened, at, here), about).toBe(true);
					const holders = await holdingsOf(opened, nid, at, MANY);
					const held = holders.list.some((held) => held.start <= start && end <= held.end);
					expect(held, `${about} in ${at.space} ${at.start}`).toBe(true);
				}
			}
		}
	});
});

/** Ascending runs that touch, as one. */
function joined(ranges: readonly Range[]): Range[] {
	const out: Range[] = [];
	for (const { start, end } of ranges) {
		const last = out.at(-1);
		if (last?.end === start) out[out.length - 1] = { start: last.start, end };
		else out.push({ start, end });
	}
	return out;
}

test("a fragment comes from the packed inode, and that from the image", async () => {
	const image = await openTestImage(fixture("lzma-frag"));
	let chains = 0;
	for await (const inode of filesOf(image)) {
		const wanted = { space: contentsSpace(image, inode.nid), start: 0, end: inode.size };
		const { list = [] } = (await originsOf(image, wanted, 8)) ?? {};
		for (const { at, from } of list) {
			if (at?.space !== "packed") continue;
			chains++;
			expect(from?.list.every((origin) => origin.at?.space === "image")).toBe(true);
		}
	}
	expect(chains).toBeGreaterThan(0);
});

test("bytes of a device come from nowhere else", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	expect(await originsOf(image, span("image", 0, 10), 8)).toBeUndefined();
});

test("of many runs the first are told, and where to go on", async () => {
	const image = await openTestImage(fixture("lz4hc-b512"));
	for await (const inode of filesOf(image)) {
		const wanted = { space: contentsSpace(image, inode.nid), start: 0, end: inode.size };
		const all = await originsOf(image, wanted, MANY);
		if ((all?.list.length ?? 0) < 4) continue;
		const some = await originsOf(image, wanted, 2);
		expect(some?.list).toHaveLength(2);
		expect(some?.next).toBe(all?.list[2]?.start);
		return;
	}
	expect.unreachable("no file has many runs");
});
