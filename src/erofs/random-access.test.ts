/** Any range of any file, in any chunking, gives the bytes that reading from start to end gives. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "../base/text";
import { fixtures } from "../testing/fixtures";
import { type GoodImage, openTestImage } from "../testing/image-set";
import { type FileReader, openFile } from "./data";
import { inodesOf } from "./entry-inodes";
import type { Image } from "./image";
import { FT } from "./structs/dirent";
import { walk } from "./walk";

/** Larger files only repeat what smaller ones show; one fixture has holes of 64 MiB. */
const LARGEST = 6 << 20;

async function readersOf(image: Image): Promise<FileReader[]> {
	const readers: FileReader[] = [];
	const seen = new Set<bigint>();
	const { rootNid: nid } = image.facts;
	for await (const visit of walk(image, {
		nid,
		path: Uint8Array.of(0x2f),
		parent: nid,
	})) {
		for (const inode of await inodesOf(image, visit)) {
			if (inode?.type !== FT.REG || !inode.size || inode.size > LARGEST) continue;
			if (!seen.has(inode.nid)) readers.push(await openFile(image, inode));
			seen.add(inode.nid);
		}
	}
	return readers;
}

/** Without what was decoded before, so that each range is decoded for itself. */
async function whole(reader: FileReader, image: Image): Promise<Uint8Array> {
	image.decoded.clear();
	const pieces: Uint8Array[] = [];
	for await (const piece of reader.stream(0, reader.inode.size)) pieces.push(piece.slice());
	return concat(pieces);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe("random access", () => {
	const images = fixtures.good.filter(({ name }) => name !== "empty-root");

	it.each(images)("$name", async (fixture: GoodImage) => {
		const image = await openTestImage(fixture);
		const readers = await readersOf(image);
		if (readers.length === 0) return;
		const contents = new Map<FileReader, Uint8Array>();
		for (const reader of readers) contents.set(reader, await whole(reader, image));

		const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
			minLength: 2,
			maxLength: 6,
		});
		const property = fc.asyncProperty(
			fc.constantFrom(...readers),
			cuts,
			fc.boolean(),
			async (reader, parts, forgetting) => {
				const bytes = contents.get(reader) as Uint8Array;
				const places = parts.map((part) => Math.round(part * bytes.length)).sort((a, b) => a - b);
				for (let i = 0; i + 1 < places.length; i++) {
					if (forgetting) image.decoded.clear();
					const [start, end] = [places[i] as number, places[i + 1] as number];
					const read = await reader.read(start, end);
					expect(
						same(read, bytes.subarray(start, end)),
						`${reader.inode.nid}: ${start}-${end}`,
					).toBe(true);
				}
			},
		);
		await fc.assert(property, { numRuns: 60 });
	});

	it.each(images)("$name: at the edges of extents", async (fixture: GoodImage) => {
		const image = await openTestImage(fixture);
		for (const reader of (await readersOf(image)).slice(0, 12)) {
			const bytes = await whole(reader, image);
			for (let at = 0, n = 0; at < bytes.length && n < 40; n++) {
				const { start, end } = await reader.map.at(at);
				expect(start).toBeLessThanOrEqual(at);
				image.decoded.clear();
				for (const edge of [start, Math.min(end, bytes.length)]) {
					const [from, to] = [Math.max(0, edge - 1), Math.min(bytes.length, edge + 1)];
					expect(same(await reader.read(from, to), bytes.subarray(from, to))).toBe(true);
				}
				at = end;
			}
		}
	});
});
