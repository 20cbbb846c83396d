/** What is rescued of damaged files is right byte by byte, and what is lost is told without gaps. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { utf8Bytes } from "../base/text";
import { cli } from "../cli/testing";
import { filled, Losses } from "../export/rescued";
import { memorySource } from "../sources/memory";
import { badFixture, fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { openFile } from "./data";
import type { Image } from "./image";
import { type Inode, readInode } from "./inode";
import { resolvePath } from "./lookup";
import type { Extent } from "./map/extent";
import { extents } from "./map/open";
import { openImage } from "./open";
import { rescue } from "./rescue";

async function rescued(name: string, path: string) {
	const image = await openTestImage(badFixture(name));
	const { nid } = (await resolvePath(image, utf8Bytes(path))).at(-1) ?? { nid: 0n };
	const inode = await readInode(image, nid);
	const bytes = new Uint8Array(inode.size);
	const lost: { start: number; end: number }[] = [];
	let at = 0;
	for await (const part of rescue(image, inode, { start: 0, end: inode.size })) {
		expect(part.start).toBe(at);
		at = part.end;
		if ("bytes" in part) bytes.set(part.bytes, part.start);
		else lost.push({ start: part.start, end: part.end });
	}
	expect(at).toBe(inode.size);
	return { image, inode, bytes, lost };
}

/** Bytes of the packed inode that are the end of a file. */
async function tailOf(image: Image, inode: Inode) {
	const { map } = await openFile(image, inode);
	for await (const { kind, at } of extents(map, 0, inode.size))
		if (kind === "fragment" && at) return at;
	return { start: 0, end: 0 };
}

test("a damaged unit of the packed inode costs files what they have in it, and no more", async () => {
	const { file, manifest } = fixture("deflate-frag");
	const good = Uint8Array.from(readFileSync(file));
	const whole = await openImage(memorySource(good));
	const packed = await readInode(whole, whole.packedNid ?? 0n);
	const { map } = await openFile(whole, packed);
	const units: Extent[] = [];
	for await (const extent of extents(map, 0, packed.size)) units.push(extent);
	/** Of files whose tail lies in several units one of which is damaged: what is left of the tail. */
	const kept: number[] = [];
	for (const { start, end, at, kind } of units) {
		if (!at || kind !== "compressed") continue;
		const bad = good.slice();
		bad.fill(0xff, at.start, at.end);
		const image = await openImage(memorySource(bad));
		for (const { path, type } of manifest()) {
			if (type !== "reg") continue;
			const { nid } = (await resolvePath(whole, utf8Bytes(`/${path}`))).at(-1) ?? { nid: 0n };
			const inode = await readInode(whole, nid);
			const truth = await (await openFile(whole, inode)).read(0, inode.size);
			let lost = 0;
			for await (const part of rescue(image, inode, { start: 0, end: inode.size })) {
				if ("why" in part) lost += part.end - part.start;
				else expect(Buffer.compare(part.bytes, truth.subarray(part.start, part.end))).toBe(0);
			}
			const tail = await tailOf(whole, inode);
			const inUnit = Math.min(end, tail.end) - Math.max(start, tail.start);
			expect(lost).toBeLessThanOrEqual(Math.max(0, inUnit));
			if (lost > 0) kept.push(tail.end - tail.start - lost);
		}
	}
	expect(kept).toContain(0);
	expect(Math.max(...kept)).toBeGreaterThan(1000);
});

test("a unit that cannot be decoded costs what it holds", async () => {
	const { image, inode, bytes, lost } = await rescued("lz4-offset-zero", "/rep");
	expect(lost.length).toBeGreaterThan(0);
	const kept = inode.size - lost.reduce((n, { start, end }) => n + end - start, 0);
	expect(kept).toBeGreaterThan(0);
	const losses = new Losses();
	const parts = rescue(image, inode, { start: 0, end: inode.size });
	let length = 0;
	for await (const piece of filled(parts, "omit", losses)) length += piece.length;
	expect([length, losses.bytes]).toEqual([kept, inode.size - kept]);

	const { file } = badFixture("lz4-offset-zero");
	const zeros = await cli("cat", file, "/rep", "--rescue", "zeros");
	expect(zeros.status).toBe(1);
	expect(zeros.out.equals(bytes)).toBe(true);
	const [{ start, end } = { start: 0, end: 0 }] = losses.list;
	expect(zeros.err.join("\n")).toContain(`bytes ${start} to ${end} are lost`);
	expect((await cli("cat", file, "/rep", "--rescue", "omit")).out.length).toBe(kept);
	expect((await cli("cat", file, "/rep", "--rescue", "x")).status).toBe(2);
});
