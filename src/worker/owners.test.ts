/** Owners as the page asks for them. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { intersect, type Range } from "../base/range";
import { nameBytes } from "../base/text";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { countingSource } from "../sources/counting";
import { memorySource } from "../sources/memory";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { fixture, fixtures } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { openTestImage } from "../testing/image-set";
import { foundBy, inProcess } from "../testing/in-process";
import { kindOf, ownersIn, piecesIn, spaceIn } from "../testing/owners";
import { annotateRange } from "./annotate";
import type { Client } from "./client";
import { sharesOf } from "./fetched";
import { KIND_WORDS } from "./protocol";
import { openSession } from "./session";

const fileOf = (path: string) => new File([readFileSync(path)], path.replace(/.*\//, ""));

const inputsOf = ({ file, devices }: TestImage) =>
	[file, ...devices].map((path) => ({ kind: "file", file: fileOf(path) }) as const);

async function opened(image: TestImage): Promise<Client> {
	const client = inProcess();
	await client.call("open", { inputs: inputsOf(image), offset: image.offset });
	return client;
}

/** Opened, and all owners found. */
async function owned(image: TestImage): Promise<Client> {
	const client = await opened(image);
	await client.call("owners", {});
	return client;
}

/** An image of so many files, the chunk formats of which are damaged. */
async function damagedFiles(count: number): Promise<File> {
	const nidOf = (n: number) => 4 + 2 * n;
	const names = directoryOf(count, 2, 2, (n) => BigInt(nidOf(n)), FT.REG);
	const files = Array.from({ length: count }, (_, n) => ({
		nid: nidOf(n),
		...{ size: BLOCK, raw: 0xffff, mode: 0o100644, layout: LAYOUT.CHUNK_BASED },
	}));
	const block = 64;
	const size = block * BLOCK + names.length;
	const root = { nid: 2, size: names.length, raw: block };
	const source = crafted(2, [root, ...files], new Map([[block, names]]), size);
	return new File([(await source.read(0, size)).slice()], "damaged.img");
}

test("of damaged inodes that are too many the rest is counted, until a check tells of all", async () => {
	const client = inProcess();
	const found = foundBy(client);
	const input = { kind: "file", file: await damagedFiles(1003) } as const;
	await client.call("open", { inputs: [input] });
	expect((await client.call("owners", {})).untold).toBe(3);
	const told = () => found.findings.filter(({ code }) => code === "chunk-bits").length;
	expect(told()).toBe(1000);
	await client.call("check", { level: "structure" });
	expect(told()).toBe(1003);
});

describe("a local image", () => {
	it("knows of bytes whose they are as soon as somebody has looked there", async () => {
		const client = await opened(fixture("tinyz-lz4"));
		const kindAt = async (offset: number) =>
			(await client.call("owner", { space: "image", offset })).owner?.kind;
		expect([await kindAt(1152), await kindAt(0x62a)]).toEqual(["inode-extended", "unread"]);
		const { steps } = await client.call("resolve", { path: nameBytes("/mix") });
		const nid = steps.at(-1)?.nid ?? 0n;
		await client.call("annotate", { space: "image", start: 0, end: 16, focus: nid });
		expect(await kindAt(0x62a)).toBe("lcluster-index-compact");
		expect(await client.call("ownersCost", {})).toEqual({ bytes: 0 });
	});

	it.each(fixtures.good)("says of $name nothing that it has to take back", async (image) => {
		const client = await opened(image);
		const { spaces } = await client.call("open", { inputs: inputsOf(image), offset: image.offset });
		const bytes = spaces.flatMap(({ id, size }) =>
			Array.from({ length: 40 }, (_, i) => ({ space: id, offset: Math.floor((size * i) / 40) })),
		);
		const all = () => Promise.all(bytes.map(async (byte) => client.call("owner", byte)));
		const before = await all();
		await client.call("owners", {});
		const after = await all();
		for (const [i, { owner }] of before.entries()) {
			if (owner?.kind === "unread") continue;
			const { kind, detail } = owner ?? {};
			expect({ kind, detail }).toEqual({
				kind: after[i]?.owner?.kind,
				detail: after[i]?.owner?.detail,
			});
		}
		expect(after.some(({ owner }) => owner?.kind === "unread")).toBe(false);
	});

	it("tells what the search for owners met", async () => {
		const client = await opened(fixture("metabox-frag"));
		const found = foundBy(client);
		const { spaces, shortfalls, memory } = await client.call("owners", {});
		expect(spaces.map(({ id }) => id)).toEqual(["image", "metabox", "packed"]);
		expect([found.findings, shortfalls]).toEqual([[], []]);
		expect(memory).toBeGreaterThan(0);
	});

	it.each([
		["superblock", "plain-default", 1036, [["erofs_super_block", "blkszbits"]]],
		["index", "tinyz-lz4", 0x62a, [["inode /mix", "index", "entry lcluster 1", "delta[1]"]]],
		[
			"bits that share a byte",
			"tinyz-lz4",
			1152,
			[["version"], ["layout"], ["DOT_OMITTED / NLINK_1"]],
		],
		["contents", "lz4hc-frag", 5000, [["inode /hard", "pcluster"]]],
	])("explains a byte with the way to it: %s", async (_, name, offset, ways) => {
		const client = await owned(fixture(name));
		const { owner } = await client.call("owner", { space: "image", offset });
		expect(owner?.ways.length).toBe(ways.length);
		for (const [i, way] of ways.entries())
			expect(owner?.ways[i]).toEqual(expect.arrayContaining(way));
		expect(owner?.steps.every(({ start, end }) => start <= offset && offset < end)).toBe(true);
		expect(KIND_WORDS[owner?.kind ?? "inode"].doc).toBeTruthy();
	});

	it("names inodes that share a byte, at most a hundred", async () => {
		const client = await owned(fixture("xattr-default"));
		const owners = await ownersIn(await openTestImage(fixture("xattr-default")));
		const pieces = await piecesIn(await spaceIn(owners, "image"));
		const shared = pieces.find((piece) => piece.owners.length > 1);
		const { owner } = await client.call("owner", { space: "image", offset: shared?.start ?? 0 });
		expect(owner?.kind).toBe("shared-xattr");
		expect((owner?.inodes.length ?? 0) + (owner?.more ?? 0)).toBe(shared?.owners.length);
	});

	it("has none for bytes and spaces that do not exist", async () => {
		const client = await owned(fixture("empty-root"));
		for (const [space, offset] of [
			["image", 4096],
			["image", -1],
			["packed", 0],
			["file:37", 0],
		] as const)
			expect(await client.call("owner", { space, offset })).toEqual({});
	});
});

/** Parts of a range that no node holds. */
function gapsIn(range: Range, nodes: readonly Range[]): Range[] {
	const gaps: Range[] = [];
	let at = range.start;
	for (const { start, end } of [...nodes].sort((a, b) => a.start - b.start)) {
		if (start > at) gaps.push({ start: at, end: start });
		at = Math.max(at, end);
	}
	return at < range.end ? [...gaps, { start: at, end: range.end }] : gaps;
}

const SCREEN = 4096;

describe("annotations when all owners are known", () => {
	it.each(fixtures.good)("leave no byte of $name without a word", async (image) => {
		const client = await owned(image);
		const { spaces } = await client.call("owners", {});
		for (const { id, size } of spaces) {
			for (let start = 0; start < Math.min(size, 32 * SCREEN); start += SCREEN) {
				const range = { start, end: Math.min(start + SCREEN, size) };
				const { nodes } = await client.call("annotate", { space: id, ...range });
				expect(gapsIn(range, nodes), `${id}:${start}`).toEqual([]);
			}
		}
	});

	it("name the file that contents belong to, and lead to its inode", async () => {
		const client = await owned(fixture("plain-default"));
		const owners = await ownersIn(await openTestImage(fixture("plain-default")));
		const pieces = await piecesIn(await spaceIn(owners, "image"));
		const data = pieces.find((piece) => kindOf(piece) === "plain-data");
		const start = (data?.start ?? 0) + 16;
		const { nodes } = await client.call("annotate", { space: "image", start, end: start + 16 });
		const [node] = nodes;
		expect(node).toMatchObject({ key: "contents", start: data?.start, end: data?.end });
		expect(node?.value).toMatch(/^bytes 0 to [\d,]+ of the file$/);
		expect(node?.label).toMatch(/^\//);
		expect(node?.target?.nid).toBe(owners.inhabitants.nid(data?.owners[0] ?? 0));
	});

	it("name the directory of a block by its path, and lead to its inode", async () => {
		const client = await owned(fixture("dirs-many-b512"));
		// A block of its own, and one that is stored behind the inode.
		for (const [path, key] of [
			["/many", "directory block"],
			["/subdirs", "inode"],
		] as const) {
			const { steps } = await client.call("resolve", { path: nameBytes(path) });
			const nid = steps.at(-1)?.nid ?? 0n;
			const { extents } = await client.call("extents", { nid, from: 0, limit: 1 });
			const start = extents.at[0] ?? 0;
			const { nodes } = await client.call("annotate", { space: "image", start, end: start + 12 });
			expect(nodes).toMatchObject([{ key, label: path, target: { nid } }]);
		}
	});
});

describe("a strip", () => {
	it("is of any part of a space, and of nothing beyond it", async () => {
		const client = await owned(fixture("plain-default"));
		const part = { space: "image", start: 0, end: 1152, cells: 9 };
		const { strip } = await client.call("strip", part);
		const names = Array.from(strip?.kinds ?? [], (kind) => strip?.names[kind]);
		expect(names).toEqual([...Array(8).fill("boot"), "superblock"]);
		expect(strip?.fetched).toBeUndefined();
		expect(await client.call("strip", { ...part, end: 1e9 })).toEqual({});
		// The last part may reach beyond the end, but not begin there.
		const { size } = (await client.call("owners", {})).spaces[0] ?? { size: 0 };
		const last = { space: "image", start: size - 4096, end: size + 4095, cells: 2 };
		expect((await client.call("strip", last)).strip?.kinds).toHaveLength(2);
		expect(await client.call("strip", { ...last, end: size + 4096 })).toEqual({});
		expect(await client.call("strip", { ...part, cells: 0 })).toEqual({});
	});

	it.each(["plain-default", "lz4hc-frag", "chunk-4096-indexes", "blobdev-48bit"])(
		"tells of %s what most bytes of each part are",
		async (name) => {
			const client = await owned(fixture(name));
			const owners = await ownersIn(await openTestImage(fixture(name)));
			const { spaces } = await client.call("owners", {});
			for (const { id, size } of spaces) {
				const cells = Math.ceil(size / 4096);
				const { strip } = await client.call("strip", { space: id, start: 0, end: size, cells });
				const pieces = await piecesIn(await spaceIn(owners, id));
				for (let cell = 0; cell < cells; cell++) {
					const part = { start: (size * cell) / cells, end: (size * (cell + 1)) / cells };
					const kind = strip?.names[strip.kinds[cell] ?? 0] ?? "";
					// Inodes and directories are told as wholes.
					if (kind === "inode" || kind === "directory") continue;
					const most = largest(pieces.map((piece) => [kindOf(piece), lengthIn(piece, part)]));
					expect(kind, `${id} ${cell}`).toBe(most);
				}
			}
		},
	);
});

function lengthIn(piece: Range, part: Range): number {
	const { start, end } = intersect(piece, part) ?? { start: 0, end: 0 };
	return end - start;
}

function largest(lengths: readonly (readonly [string, number])[]): string | undefined {
	const sums = new Map<string, number>();
	for (const [kind, length] of lengths) sums.set(kind, (sums.get(kind) ?? 0) + length);
	return [...sums].sort(([, a], [, b]) => b - a)[0]?.[0];
}

describe("a remote image", () => {
	it("tells how much of each part of a strip was fetched", () => {
		const fetched = [
			{ start: 0, end: 10 },
			{ start: 15, end: 40 },
		];
		const shares = sharesOf(fetched, { start: 0, end: 50 }, 5);
		expect([...shares]).toEqual([255, 127, 255, 255, 0]);
		expect([...sharesOf(fetched, { start: 20, end: 30 }, 2)]).toEqual([255, 255]);
	});

	const bytes = readFileSync(fixture("lz4hc-frag").file);
	const never = new AbortController().signal;
	const quiet = () => {};

	/** Over a network that counts what is read. */
	async function open() {
		const { peek: _, ...slow } = memorySource(bytes, "far");
		const network = countingSource(slow);
		const source = new PageCache(network, REMOTE_PAGES);
		const session = await openSession([source], { offset: 0, remote: true });
		return { network, session };
	}

	it("is read for nothing but the bytes on screen before somebody asks", async () => {
		const { network, session } = await open();
		const range = { start: 90_112, end: 92_160 };
		const before = network.counts.requests;
		await session.source("image").then((source) => source.read(range.start, range.end));
		expect(network.counts.requests).toBe(before + 1);
		const nodes = await annotateRange(session, { space: "image", range, focus: undefined }, never);
		await session.owners.at("image", range.start, never);
		const strip = { space: "image", start: 0, end: bytes.length, cells: 100 };
		await session.owners.strip(strip, never);
		expect(network.counts.requests).toBe(before + 1);
		expect(nodes.map(({ key }) => key)).toEqual(["packed inode"]);
		// Contents of a file that nobody has met.
		const unmet = { start: 4096, end: 4112 };
		const asked = { space: "image", range: unmet, focus: undefined };
		const [node, ...more] = await annotateRange(session, asked, never);
		expect({ key: node?.key, more }).toEqual({ key: "not read yet", more: [] });
		expect(node?.doc).toMatch(/not known yet/);
	});

	it("has no free bytes as long as not all has been read", async () => {
		const { session } = await open();
		await session.surveyor.join(never, quiet);
		const strip = { space: "image", start: 0, end: bytes.length, cells: 4000 };
		const namesIn = async () => {
			const found = await session.owners.strip(strip, never);
			return new Set(Array.from(found?.kinds ?? [], (kind) => found?.names[kind]));
		};
		const before = await namesIn();
		expect(before).toContain("inode");
		expect(before).toContain("unread");
		expect(before).not.toContain("unclaimed");
		expect(session.owners.cost()).toBeGreaterThan(0);
		await session.owners.join(never);
		expect(session.owners.cost()).toBe(0);
		expect(await namesIn()).not.toContain("unread");
	});

	it("is read no further when nobody waits", async () => {
		const { session } = await open();
		const { owners } = session;
		const stop = new AbortController();
		const waiting = owners.join(stop.signal);
		stop.abort();
		await expect(waiting).rejects.toMatchObject({ info: { kind: "cancelled" } });
		expect(owners.areFound).toBe(false);
		await owners.join(never);
		expect(session.log.findings).toEqual([]);
	});
});

describe("owners found by who looks at all inodes anyway", () => {
	const never = new AbortController().signal;
	const bytes = readFileSync(fixture("lz4hc-frag").file);
	const open = () => openSession([memorySource(bytes, "near")], { offset: 0, remote: false });

	it("are everyone's, also who asked before", async () => {
		const { owners } = await open();
		const made = await ownersIn(await openTestImage(fixture("lz4hc-frag")));
		const asked = await owners.during(never, async ({ onOwners }) => {
			const joined = owners.join(never);
			expect(owners.areFound).toBe(false);
			onOwners?.(made);
			return joined;
		});
		expect(asked.ownership).toBe(made);
		const later = await owners.during(never, async ({ owners: given }) => given?.());
		expect(later).toBe(made);
	});

	it("are found by who asks when nothing comes of it, and by the next who looks", async () => {
		const { owners } = await open();
		const stop = new AbortController();
		let asked: ReturnType<typeof owners.join> | undefined;
		const looking = owners.during(stop.signal, async () => {
			asked = owners.join(never);
			throw new Error("stopped");
		});
		await expect(looking).rejects.toThrow("stopped");
		const found = await asked;
		expect(found?.ownership.isWhole).toBe(true);
		expect(owners.areFound).toBe(true);
	});

	it("are found anew when the look before came to nothing", async () => {
		const { owners } = await open();
		await expect(owners.during(never, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
		const finds = await owners.during(never, async ({ onOwners }) => onOwners !== undefined);
		expect(finds).toBe(true);
	});
});
