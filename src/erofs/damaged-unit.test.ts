import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import { run } from "../checks/run";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { badFixture } from "../testing/fixtures";
import { openFile } from "./data";
import { readInode } from "./inode";
import { extents } from "./map/open";
import { openImage } from "./open";

test("a damaged unit is tried once, however often something in it is asked for", async () => {
	const image = await openImage(memorySource(readFileSync(badFixture("lz4-offset-zero").file)));
	const { findings } = await run(image, { start: rootOf(image), level: "contents" });
	const { nid = 0n } = findings.find(({ code }) => code === "z-decode") ?? {};
	const inode = await readInode(image, nid);
	const { map, read } = await openFile(image, inode);
	const failures = [];
	for await (const { start, end } of extents(map, 0, inode.size)) {
		const first = await read(start, end - 1).catch((why) => why);
		if (!(first instanceof Failure)) continue;
		const second = await read(start + 1, end).catch((why) => why);
		failures.push({ first, second });
	}
	expect(failures).toHaveLength(1);
	for (const { first, second } of failures) expect(second).toBe(first);
});
