/** Histograms of sound images, held against a program that looks at one file after the other. */
import { expect, test } from "vitest";
import { fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { type Inode, isCompressed, type } from "../testing/oracle/inode";
import { occupationOf } from "../testing/oracle/occupied";
import { runsOf } from "../testing/oracle/runs";
import { volumeOf } from "../testing/oracle/test-files";
import { readTree } from "../testing/oracle/tree";
import { unitsOf } from "../testing/oracle/units";
import type { Volume } from "../testing/oracle/volume";
import { ownersIn } from "../testing/owners";
import { histogramsOf } from "./histograms";
import { ledgerOf } from "./ledger";

type Figure = readonly [value: number, bytes: number];

/** Holes included; chunks that follow one another on disk as in the file are one. */
function extentsOf(volume: Volume, inode: Inode, size: number): number {
	if (isCompressed(inode)) return unitsOf(volume, inode).length;
	let count = 0;
	let at = 0;
	let next = "";
	for (const { logical, start, end, space } of runsOf(volume, inode)) {
		if (logical > at) count += 2;
		else if (next !== `${space} ${start}`) count++;
		at = logical + end - start;
		next = `${space} ${end}`;
	}
	return at < size ? count + 1 : count;
}

/** By the id of a histogram: the figures of all files or units. */
function figuresOf(volume: Volume, stored: (nid: bigint) => number) {
	const files = new Map<bigint, Inode>();
	for (const { inode } of readTree(volume))
		if (inode.type === type.REGULAR) files.set(inode.nid, inode);
	const figures: Record<string, Figure[]> = { sizes: [], ratios: [], extents: [] };
	for (const inode of files.values()) {
		const size = Number(inode.size);
		figures.sizes?.push([size, size]);
		if (size === 0) continue;
		figures.extents?.push([extentsOf(volume, inode, size), size]);
		const isRead =
			isCompressed(inode) && unitsOf(volume, inode).some(({ where }) => where !== "nowhere");
		if (isRead) figures.ratios?.push([stored(inode.nid) / size, stored(inode.nid)]);
	}
	return figures;
}

const NAMES = [
	"lz4hc-frag",
	"deflate-frag",
	"lz4hc-b1024",
	"metabox-frag",
	"chunk-4096-indexes",
	"xattr-default",
];

test.each(NAMES)("%s: files and units, each in one bar", async (name) => {
	const image = fixture(name);
	const volume = volumeOf(image);
	const truth = occupationOf(volume);
	const figures = figuresOf(volume, (nid) => {
		const { exclusive = 0, shared = 0 } = truth.files.get(nid) ?? {};
		return exclusive + shared;
	});
	const found = histogramsOf(await ledgerOf(await ownersIn(await openTestImage(image))));
	expect(found.map(({ id }) => id)).toEqual(["sizes", "ratios", "units", "extents"]);
	for (const { id, bars } of found) {
		for (const [i, { from, to }] of bars.entries()) {
			expect(from).toBeLessThan(to ?? Number.POSITIVE_INFINITY);
			if (i > 0) expect(from).toBe(bars[i - 1]?.to);
		}
		const sum = (of: "count" | "bytes") => bars.reduce((all, bar) => all + bar[of], 0);
		if (id === "units") {
			const units = [...truth.units.values()];
			expect(sum("count")).toBe(units.reduce((all, one) => all + one.units, 0));
			expect(sum("bytes")).toBe(units.reduce((all, one) => all + one.physical, 0));
			continue;
		}
		expect(sum("count"), id).toBe(figures[id]?.length);
		for (const { from, to, count, bytes } of bars) {
			const here = figures[id]?.filter(
				([value]) => value >= from && value < (to ?? Number.POSITIVE_INFINITY),
			);
			expect({ id, from, count }).toEqual({ id, from, count: here?.length });
			expect(bytes).toBe(here?.reduce((all, [, one]) => all + one, 0));
		}
	}
});
