/** Damage of the packed inode is told of the files that lose bytes by it, and of no others. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import { Census } from "../census/census";
import { openFile } from "../erofs/data";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { findPlace } from "../export/place";
import { rootOf } from "../export/tree";
import { own } from "../ownership/build";
import { memorySource } from "../sources/memory";
import { fixture } from "../testing/fixtures";
import { run } from "./run";

/** Stored bytes of the first unit of the packed inode. */
async function unitOf(image: Image) {
	const { extents, inhabitants } = await own(image, await new Census(image).take());
	const packed = inhabitants.find(image.packedNid ?? -1n);
	const row = extents.inode.findIndex((inode, i) => inode === packed && extents.length[i] !== 0);
	return { start: extents.start[row] as number, end: extents.end(row) };
}

async function digestOf(image: Image, path: string): Promise<string | undefined> {
	const { nid } = await findPlace(image, path);
	const inode = await readInode(image, nid);
	const hash = createHash("sha256");
	try {
		const file = await openFile(image, inode);
		for await (const piece of file.stream(0, inode.size)) hash.update(piece);
		return hash.digest("hex");
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

test.each(["deflate-frag", "lzma-frag", "lz4hc-frag"])("%s", async (name) => {
	const good = fixture(name);
	const bytes = Uint8Array.from(readFileSync(good.file));
	const { start, end } = await unitOf(await openImage(memorySource(bytes)));
	bytes.fill(0xff, start + 100, end);
	const image = await openImage(memorySource(bytes));

	const files = good.manifest().filter(({ type }) => type === "reg");
	const wrong: string[] = [];
	for (const { path, sha256 } of files) {
		if ((await digestOf(image, `/${path}`)) !== sha256) wrong.push(`/${path}`);
	}
	const { findings } = await run(image, { start: rootOf(image), level: "contents" });
	const told = new Set(
		findings
			.filter(({ nid, severity }) => nid === image.packedNid && severity === "error")
			.flatMap(({ path = "no path", also = [] }) => [path, ...also]),
	);
	expect(wrong.length).toBeGreaterThan(0);
	// Of hard links one name is enough.
	const groups = new Map(files.map((file) => [`/${file.path}`, file.hardlink_group]));
	const groupsTold = new Set([...told].map((path) => groups.get(path)));
	groupsTold.delete(undefined);
	const isTold = (path: string) => told.has(path) || groupsTold.has(groups.get(path));
	expect(wrong.filter((path) => !isTold(path))).toEqual([]);
	expect([...told].filter((path) => !wrong.includes(path))).toEqual([]);
});
