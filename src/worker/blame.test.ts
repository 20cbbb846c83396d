/** Who opens an entry that leads nowhere is told of the entry, not of the nowhere. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import { badFixture, fixture } from "../testing/fixtures";
import { foundBy, inProcess } from "../testing/in-process";

async function inodeFailure(name: string, nid?: bigint): Promise<Failure> {
	const client = inProcess();
	const { file } = badFixture(name);
	const input = { kind: "file", file: new File([readFileSync(file)], name) } as const;
	const { rootNid } = await client.call("open", { inputs: [input] });
	await client.call("survey", {});
	const call = client.call("inode", { nid: nid ?? rootNid });
	return call.then(
		() => Promise.reject(new Error("it can be read")),
		(error: unknown) => error as Failure,
	);
}

test("a nid beyond the end is the fault of its entry", async () => {
	const failure = await inodeFailure("dirent-nid-beyond", 1n << 40n);
	expect(failure).toBeInstanceOf(Failure);
	expect(failure.info.finding).toMatchObject({
		structure: "erofs_dirent",
		field: "nid",
		path: "/dir/f03",
		at: { space: "file:76", start: 60, end: 68 },
	});
});

test("a root that is nowhere is the fault of the superblock", async () => {
	const failure = await inodeFailure("sb-rootnid-out-of-range");
	expect(failure.info.at).toEqual({ space: "image", start: 1038, end: 1040 });
});

test("a number that nothing leads to is asked for in vain, and nothing is wrong with the image", async () => {
	const client = inProcess();
	const found = foundBy(client);
	const { file } = fixture("plain-default");
	const input = { kind: "file", file: new File([readFileSync(file)], "x.erofs") } as const;
	const { size } = (await client.call("open", { inputs: [input] })).spaces[0] ?? { size: 0 };
	await client.call("survey", {});
	const last = BigInt(size / 32);
	// Some slots, most of which hold no inode, and one beyond the end.
	for (let nid = 0n; nid < last; nid += 41n) {
		await client.call("inode", { nid }).catch(() => {});
		await client.call("extents", { nid, from: 0, limit: 10 }).catch(() => {});
		await client.call("bytes", { space: `file:${nid}`, start: 0, end: 10 }).catch(() => {});
	}
	for (const nid of [last, 1n << 63n]) {
		const call = client.call("inode", { nid });
		await expect(call).rejects.toMatchObject({ info: { code: "no-such-inode" } });
	}
	expect(found.findings).toEqual([]);
});
