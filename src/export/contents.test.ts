import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { countingSource } from "../sources/counting";
import { memorySource } from "../sources/memory";
import { LONG_FILE, LONG_FILE_END, longDamaged } from "../testing/edited";
import { caseFile, fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import {
	BrokenOff,
	contentsReader,
	isUnreadable,
	type Readable,
	type Unreadable,
	unreadableText,
} from "./contents";
import { rootOf, tree } from "./tree";

async function find(image: Image, name: string): Promise<Inode> {
	for await (const { path, inode } of tree(image, rootOf(image), { note: () => {} })) {
		if (Buffer.from(path).toString() === name) return inode;
	}
	throw new Error(`no ${name}`);
}

async function drain({ pieces }: Readable): Promise<number> {
	let size = 0;
	for await (const piece of pieces) size += piece.length;
	return size;
}

it("reads a file piece by piece, short or long", async () => {
	const image = await openTestImage(fixture("chunk-4096-indexes"));
	for (const name of ["small", "empty", "fileA", LONG_FILE]) {
		for (const careful of [true, false]) {
			const inode = await find(image, name);
			const contents = await contentsReader(image, { careful })(inode);
			expect(isUnreadable(contents), name).toBe(false);
			expect(await drain(contents as Readable), name).toBe(inode.size);
		}
	}
});

it("with care, knows that a long file is damaged before a byte of it is out", async () => {
	const image = await openImage(memorySource(longDamaged()));
	const contents = await contentsReader(image, { careful: true })(await find(image, LONG_FILE));
	expect(contents).toMatchObject({ at: LONG_FILE_END, why: { kind: "corrupt" } });
});

it("lets others have their turn while a long file is read to its end", async () => {
	const image = await openTestImage(fixture("chunk-4096-indexes"));
	const stop = new AbortController();
	const breathe = async () => stop.abort();
	const inode = await find(image, LONG_FILE);
	const reading = contentsReader(image, { careful: true, signal: stop.signal, breathe })(inode);
	await expect(reading).rejects.toMatchObject({ info: { kind: "cancelled" } });
});

it("does not try again what turned out to be damaged", async () => {
	const source = countingSource(memorySource(longDamaged()));
	const image = await openImage(source);
	const inode = await find(image, LONG_FILE);
	const read = contentsReader(image, { careful: true });
	const first = await read(inode);
	const { requests } = source.counts;
	expect(await read(inode)).toBe(first);
	expect(source.counts.requests).toBe(requests);
	expect(await contentsReader(image, { careful: true })(inode)).toEqual(first);
	expect(source.counts.requests).toBeGreaterThan(requests);
});

it("without care, breaks off where the damage is", async () => {
	const image = await openImage(memorySource(longDamaged()));
	const contents = await contentsReader(image, { careful: false })(await find(image, LONG_FILE));
	let size = 0;
	const reading = (async () => {
		for await (const piece of (contents as Readable).pieces) size += piece.length;
	})();
	await expect(reading).rejects.toBeInstanceOf(BrokenOff);
	expect(size).toBe(LONG_FILE_END);
});

it("does not take a cancelled read for damage", async () => {
	const image = await openTestImage(fixture("tinyz-lz4"));
	const inode = await find(image, "text");
	const reading = contentsReader(image, { careful: true, signal: AbortSignal.abort() })(inode);
	await expect(reading).rejects.toMatchObject({ kind: "cancelled" });
});

it("leaves out at once a hole that nobody could write down", async () => {
	const image = await openImage(memorySource(readFileSync(caseFile("c26-over-2p53.erofs"))));
	const contents = await contentsReader(image, { careful: true })(await find(image, "hole53"));
	expect(contents).toMatchObject({ why: { kind: "limit", info: { code: "hole-too-large" } } });
	expect(unreadableText(contents as Unreadable)).toMatch(/^left out: .* 9,007,199,254,740,993 /);
});
