/** What is rescued of damaged files is right byte by byte, and what is lost is told without gaps. */
import { expect, test } from "vitest";
import { utf8Bytes } from "../base/text";
import { cli } from "../cli/testing";
import { filled, Losses } from "../export/rescued";
import { badFixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { readInode } from "./inode";
import { resolvePath } from "./lookup";
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
