/** Ways as the page asks for them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fixture } from "../testing/fixtures";
import { inProcess } from "../testing/in-process";
import type { Client } from "./client";

async function opened(name: string): Promise<Client> {
	const client = inProcess();
	const bytes = readFileSync(fixture(name).file);
	await client.call("open", { inputs: [{ kind: "file", file: new File([bytes], name) }] });
	return client;
}

it("finds the owners of a local image by itself", async () => {
	const client = await opened("tinyz-lz4");
	const { steps, end } = await client.call("walk", { space: "image", offset: 1152 });
	expect(end).toBe("byte");
	expect(steps[0]?.field).toBe("erofs_super_block.magic");
	expect(steps.map(({ field }) => field)).toContain("erofs_inode_extended");
});

it("leads to contents that have a name without looking for owners, and the same way after", async () => {
	const client = await opened("tinyz-lz4");
	const { entries } = await client.call("list", { nid: 36n });
	const nid = entries.nid[1] ?? 0n;
	const asked = { space: `file:${nid}`, offset: 700 };
	const before = await client.call("walk", asked);
	expect(before.end).toBe("byte");
	await client.call("owners", {});
	expect(await client.call("walk", asked)).toEqual(before);
});

it("ends at a byte that does not exist with the reason", async () => {
	const client = await opened("tinyz-lz4");
	await expect(client.call("walk", { space: "packed", offset: 0 })).rejects.toMatchObject({
		info: { kind: "io", code: "no-such-space" },
	});
});

it("goes along names without looking for owners, and says what the image lacks for a way", async () => {
	const client = await opened("tiny-plain");
	expect((await client.call("walk", { path: "/dir/sub/deep" })).end).toBe("inode");
	expect((await client.call("walk", { path: "/dir/sub/none" })).end).toBe("absent");
	expect((await client.call("walk", { path: "/blocks", byte: 5000 })).end).toBe("byte");
	expect((await client.call("walk", { path: "/x1", xattr: "user.two" })).end).toBe("byte");
	expect(await client.call("wayTo", { id: "fragment" })).toEqual({
		lacks: "a file with a fragment in the packed inode",
	});
	expect(await client.call("wayTo", { id: "tail" })).toHaveProperty("to.path");
});
