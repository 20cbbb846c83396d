/** Files that are no images, or none yet: what the worker still tells of them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { centralHeader, endRecord } from "../containers/zip-tables";
import { badFixture, fixture } from "../testing/fixtures";
import { foundBy, inProcess } from "../testing/in-process";
import { zipOf } from "../testing/made-archives";
import type { FoundVolume } from "./protocol";

async function refused(bytes: Uint8Array, offset = 0) {
	const client = inProcess();
	const found = foundBy(client);
	const inputs = [{ kind: "file", file: new File([bytes.slice()], "x.img") }] as const;
	await expect(client.call("open", { inputs, offset })).rejects.toThrow();
	const { facts } = await client.call("refused", {});
	return { client, facts, found };
}

const plain = () => new Uint8Array(readFileSync(fixture("tiny-plain").file));

test("bytes of a refused file are read, searched and named as far as they are a superblock", async () => {
	const bytes = Uint8Array.from({ length: 3000 }, (_, i) => i);
	const { client, facts, found } = await refused(bytes);
	expect(facts).toMatchObject({ name: "x.img", size: 3000, structures: [] });
	const space = "image";
	const read = await client.call("bytes", { space, start: 2990, end: 9999 });
	expect(read.bytes).toEqual(bytes.slice(2990));
	const pattern = bytes.slice(700, 704);
	const { at } = await client.call("find", { space, pattern, from: 600, backward: false });
	expect(at).toEqual({ space, start: 700, end: 704 });
	expect(await client.call("annotate", { space, start: 0, end: 3000 })).toEqual({ nodes: [] });
	expect(found.findings).toEqual([]);
});

test("a superblock with a wrong magic number is named, and the ways to open it are told", async () => {
	const { client, facts, found } = await refused(
		new Uint8Array(readFileSync(badFixture("sb-wrong-magic").file)),
	);
	expect(facts?.structures.map(({ key }) => key)).toEqual(["erofs_super_block"]);
	expect(found.findings.map(({ field }) => field)).toEqual(["magic"]);
	const [best] = await client.call("ways", {});
	expect(best).toMatchObject({ blkszbits: 12, asStored: true });
});

test("of a superblock that is cut off, the fields that are there are named", async () => {
	const { facts } = await refused(plain().subarray(0, 1084));
	const fields = facts?.structures[0]?.children ?? [];
	expect(fields.map(({ key }) => key)).toContain("blkszbits");
	expect(Math.max(...fields.map(({ end }) => end))).toBeLessThanOrEqual(1084);
});

test("of a wrapper the structures are named that were read, each once, and what is wrong with them", async () => {
	const one = Buffer.from(plain());
	const zip = zipOf([
		{ name: "a.img", bytes: one },
		{ name: "b.img", bytes: one },
	]);
	const range = { space: "image", start: 0, end: zip.length };
	const { nodes } = await (await refused(zip)).client.call("annotate", range);
	const keys = nodes.map(({ key }) => key);
	expect(keys.filter((key) => key === centralHeader.name)).toHaveLength(2);
	expect(keys).toContain(endRecord.name);
	expect(nodes.every(({ start }, i) => i === 0 || start >= (nodes[i - 1]?.start ?? 0))).toBe(true);
	const { found } = await refused(zip.subarray(0, zip.length - 30));
	expect(found.findings.map(({ code }) => code)).toContain("zip-no-directory");
	expect(found.findings[0]?.at.space).toBe("image");
});

test.each([0, 512])("volumes are found from byte %i of the file on", async (offset) => {
	const disk = new Uint8Array(1 << 20);
	disk.set(plain(), 0x5000);
	disk.set([0xe2, 0xe1, 0xf5, 0xe0], 0x2000);
	const { client } = await refused(disk, offset);
	const found: FoundVolume[] = [];
	const met = await client.call("seekVolumes", {}, { onEvent: (one) => found.push(one) });
	expect(met).toEqual({ volumes: 1, chance: 1 });
	expect(found.map(({ start, sign }) => [start + offset, sign])).toEqual([
		[0x2000 - 1024, "chance"],
		[0x5000, "checksum"],
	]);
});

test("one byte is shown; an empty file and an offset beyond the end have nothing to show", async () => {
	expect((await refused(Uint8Array.of(7))).facts?.size).toBe(1);
	expect((await refused(new Uint8Array())).facts).toBeUndefined();
	expect((await refused(Uint8Array.of(7), 1)).facts).toBeUndefined();
});

test("of very many magic numbers the first are told, and all are counted", async () => {
	const noise = new Uint8Array(1 << 20);
	for (let at = 0; at < noise.length; at += 512) noise.set([0xe2, 0xe1, 0xf5, 0xe0], at);
	noise.set([0], 1024); // or it would be taken for an image itself
	const { client } = await refused(noise);
	let told = 0;
	const met = await client.call("seekVolumes", {}, { onEvent: () => told++ });
	expect(met).toEqual({ volumes: 0, chance: 2045 });
	expect(told).toBe(500);
});

test("of a wrapper each byte has an owner: a header, parts, or nobody", async () => {
	const one = Buffer.from(plain());
	const parts = [
		{ name: "a.img", bytes: one },
		{ name: "b.img", bytes: one },
	];
	const zip = Buffer.concat([Buffer.alloc(100, 9), zipOf(parts)]);
	const { client } = await refused(zip);
	const at = async (offset: number) =>
		(await client.call("owner", { space: "image", offset })).owner;
	const data = zip.indexOf(one);
	expect(await at(data)).toMatchObject({
		...{ start: data, end: data + one.length },
		...{ kind: "wrapper-part", ways: [["a.img"]] },
	});
	expect(await at(data - 20)).toMatchObject({ kind: "wrapper-header" });
	expect(await at(3)).toMatchObject({ kind: "unclaimed", start: 0, end: 100 });
	expect(await at(zip.length)).toBeUndefined();
	const cells = 97;
	const range = { space: "image", start: 0, end: zip.length };
	const { strip } = await client.call("strip", { ...range, cells });
	const middle = async (cell: number) =>
		(await at(Math.floor(((cell + 0.5) / cells) * zip.length)))?.kind;
	const said = [...(strip?.kinds ?? [])].map((kind) => strip?.names[kind]);
	expect(said).toHaveLength(cells);
	expect(said.filter((kind) => kind === "wrapper-part").length).toBeGreaterThan(cells * 0.9);
	// What most of a cell is its middle is, but where something ends.
	const same = await Promise.all(said.map(async (kind, cell) => kind === (await middle(cell))));
	expect(same.filter((one) => !one).length).toBeLessThan(5);
});
