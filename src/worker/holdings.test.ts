/** Contents that stored bytes are, as the page asks for them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FT } from "../erofs/structs/dirent";
import { fixture } from "../testing/fixtures";
import { inProcess } from "../testing/in-process";
import type { Client } from "./client";

async function opened(name: string) {
	const { file, offset } = fixture(name);
	const client = inProcess();
	const inputs = [{ kind: "file", file: new File([readFileSync(file)], name) }] as const;
	const { rootNid } = await client.call("open", { inputs, offset });
	return { client, rootNid };
}

/** Regular files of the root directory. */
async function files(client: Client, root: bigint): Promise<bigint[]> {
	const { entries } = await client.call("list", { nid: root });
	return [...entries.nid].filter((_, i) => entries.type[i] === FT.REG);
}

test("once owners are known, bytes of the packed inode are those of every file that has them", async () => {
	const { client, rootNid } = await opened("lzma-frag");
	await client.call("survey", {});
	let found = 0;
	for (const nid of await files(client, rootNid)) {
		const { size, contents } = await client.call("inode", { nid });
		const { origins } = await client.call("origins", { space: contents, start: 0, end: size });
		for (const { at, start, end } of origins?.list ?? []) {
			if (at?.space !== "packed") continue;
			found++;
			const { list } = await client.call("holdings", at);
			const mine = list.find((holding) => holding.nid === nid);
			expect(mine).toMatchObject({ space: contents, start, end });
			expect(mine?.path).toMatch(/^\//);
		}
	}
	expect(found).toBeGreaterThan(2);
});

test("before that, the selected file and the hidden inodes are asked", async () => {
	const { client } = await opened("lzma-frag");
	const stored = { space: "image", start: 0x1000, end: 0x1001 };
	const without = await client.call("holdings", stored);
	const focus = 75n;
	const { list } = await client.call("holdings", { ...stored, focus });
	expect(list.some(({ nid }) => nid === focus)).toBe(true);
	expect(without.list.some(({ nid }) => nid === focus)).toBe(false);
});

test("bytes of structures hold no contents", async () => {
	const { client } = await opened("lzma-frag");
	await client.call("survey", {});
	const { list } = await client.call("holdings", { space: "image", start: 1024, end: 1152 });
	expect(list).toEqual([]);
});
