/** Names of a large directory behind a network: what is read for one that is there, is not, or lies elsewhere. */
import { expect, test } from "vitest";
import type { ByteSource } from "../base/source";
import { utf8Bytes } from "../base/text";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { entryName, readDirectory } from "./directory";
import { readInode } from "./inode";
import { resolvePath } from "./lookup";
import { openImage } from "./open";
import { DIRENT, FT } from "./structs/dirent";

const ROOT = 2;
const COUNT = 100_000;
const EACH = Math.floor(BLOCK / (DIRENT + 5));

const sound = directoryOf(COUNT, ROOT, ROOT, (n) => BigInt(n + 4), FT.REG);

/** Where the name of an entry lies, which has five bytes as all have but two of block 0. */
const nameAt = (block: number, i: number): number => block * BLOCK + EACH * DIRENT + 5 * i;

/** The directory behind a network, and the bytes that come from there. @param isNear on this machine instead */
async function far(data: Uint8Array, isNear = false) {
	const inode = { nid: ROOT, size: data.length, raw: 10 };
	const whole = crafted(ROOT, [inode], new Map([[10, data]]), 10 * BLOCK + data.length);
	let bytes = 0;
	const read: ByteSource["read"] = (start, end, signal) => {
		bytes += end - start;
		return whole.read(start, end, signal);
	};
	const image = await openImage(
		new PageCache({ ...whole, read, ...(isNear ? { readOnce: read } : {}) }, REMOTE_PAGES),
	);
	return { image, read: () => bytes };
}

async function bytesFor(name: string): Promise<number> {
	const { image, read } = await far(sound);
	await resolvePath(image, utf8Bytes(name)).catch(() => undefined);
	return read();
}

test("for a name that is not there no more is read than for one that is", async () => {
	const there = await Promise.all(["00000", "013k1", "0255r"].map(bytesFor));
	const absent = await Promise.all(["/", "00000x", "013k1x", "zzzzz"].map(bytesFor));
	const most = Math.max(...there);
	expect(Math.max(...absent)).toBeLessThanOrEqual(2 * most);
	expect(most).toBeLessThan(sound.length / 3);
	const { image } = await far(sound);
	await expect(resolvePath(image, utf8Bytes("zzzzz"))).rejects.toThrow(
		"there is no “zzzzz” in “/” where the order of names has its place",
	);
});

/** All names that a listing shows lead somewhere. */
async function lost(data: Uint8Array): Promise<string[]> {
	const { image } = await far(data);
	const listed = await readDirectory(image, await readInode(image, BigInt(ROOT)));
	const names: string[] = [];
	for (let i = 2; i < listed.count; i += 997) {
		const name = entryName(listed, i);
		if (!(await resolvePath(image, name).catch(() => undefined)))
			names.push(Buffer.from(name).toString());
	}
	return names;
}

test("names of a sound directory are found", async () => {
	expect(await lost(sound)).toEqual([]);
});

test("names that have changed places are found, wherever they are", async () => {
	const data = sound.slice();
	const [a, b] = [nameAt(37, 100), nameAt(301, 7)];
	const [one, other] = [sound.slice(a, a + 5), sound.slice(b, b + 5)];
	data.set(other, a);
	data.set(one, b);
	const { image } = await far(data);
	for (const name of [one, other]) {
		expect((await resolvePath(image, name)).at(-1)?.type).toBe(FT.REG);
	}
});

test("a name that stands alone where it does not belong is found where all is at hand", async () => {
	const data = sound.slice();
	data.set(utf8Bytes("zzzzz"), nameAt(37, 100));
	const { image } = await far(data, true);
	expect((await resolvePath(image, utf8Bytes("zzzzz"))).at(-1)?.type).toBe(FT.REG);
	const away = await far(data);
	await expect(resolvePath(away.image, utf8Bytes("zzzzz"))).rejects.toThrow(
		"where the order of names has its place",
	);
});
