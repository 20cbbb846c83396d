/**
 * The oracle held against what is known without it: the trees that the images were made
 * from, the rules of its own answer, and what happens when known bytes are changed.
 */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { corpusImages, readCorpus } from "../corpus";
import { fixture, fixtures } from "../fixtures";
import type { GoodImage, TruthEntry } from "../image-set";
import { contentsOf } from "./contents";
import { isCompressed, readInode } from "./inode";
import { openVolume } from "./open";
import { ownersOf } from "./owners";
import { difference, type OwnedPiece, ownerAt, type Spaces } from "./pieces";
import { filesOf, volumeOf } from "./test-files";
import { readTree } from "./tree";
import { unitsOf } from "./units";
import type { Volume } from "./volume";

/** Contents that are decoded in every run, in bytes. */
const MOST = 1 << 20;

const good: readonly GoodImage[] = [...fixtures.good, ...(readCorpus()?.good ?? [])];

/** What is wrong with the pieces of a space of this size. */
function faultsOf(pieces: readonly OwnedPiece[], size: number): string[] {
	const ends = [0, ...pieces.map(({ end }) => end)];
	const gaps = pieces.filter(({ start }, i) => start !== ends[i]);
	const empty = pieces.filter(({ start, end }) => start >= end);
	const unsorted = pieces.filter(({ nids }) => nids.some((nid, i) => nid <= (nids[i - 1] ?? -1n)));
	const wrong = [...gaps, ...empty, ...unsorted].map(({ start, kind }) => `${kind} at ${start}`);
	return ends.at(-1) === size ? wrong : [...wrong, `ends at ${ends.at(-1)}, not ${size}`];
}

it.each(good)("$name: each byte has one owner, the tree is what it was made from", (image) => {
	const volume = volumeOf(image);
	expectOneOwner(volume);
	expectTree(volume, image.manifest());
	expectBlocks(volume);
});

it.each(corpusImages("others"))("$name: each byte has one owner", (image) => {
	expectOneOwner(volumeOf(image));
});

function expectOneOwner(volume: Volume): void {
	const { image, devices, metabox, packed } = volume;
	const { spaces, conflicts } = ownersOf(volume);
	expect(conflicts).toEqual([]);
	const sized = [image, ...devices, metabox, packed].filter((space) => space !== undefined);
	for (const { name, size } of sized)
		expect(faultsOf(spaces.get(name) ?? [], size), name).toEqual([]);
	const names = [...spaces.keys()].filter((name) => !name.startsWith("file:"));
	expect(names).toEqual(sized.map(({ name }) => name));
}

const bytesOf = ({ path, path_b64 }: TruthEntry & { readonly path_b64?: string }) =>
	(path_b64 ? Buffer.from(path_b64, "base64") : Buffer.from(path)).toString("latin1");

function expectTree(volume: Volume, truth: readonly TruthEntry[]): void {
	const tree = new Map(readTree(volume).map(({ path, inode }) => [path, inode]));
	expect([...tree.keys()].sort()).toEqual(truth.map(bytesOf).sort());
	const wrong = truth.filter((entry) => {
		const inode = tree.get(bytesOf(entry));
		if (!entry.sha256 || !inode || inode.size > MOST) return false;
		const contents = contentsOf(volume, inode);
		return createHash("sha256").update(contents).digest("hex") !== entry.sha256;
	});
	expect(wrong).toEqual([]);
}

/** The blocks that compressed inodes count are those of their units. */
function expectBlocks(volume: Volume): void {
	const { packedNid, metaboxNid, blockSize } = volume;
	const special = [packedNid || undefined, metaboxNid].filter((nid) => nid !== undefined);
	const inodes = [
		...readTree(volume).map(({ inode }) => inode),
		...special.map((nid) => readInode(volume, nid)),
	];
	const compressed = new Map(inodes.filter(isCompressed).map((inode) => [inode.nid, inode]));
	let counted = 0;
	const blocks = new Set<number>();
	for (const inode of compressed.values()) {
		counted += inode.union;
		for (const unit of unitsOf(volume, inode))
			if (unit.where === "blocks")
				for (let at = unit.at; at < unit.at + unit.size; at = roundDown(at, blockSize) + blockSize)
					blocks.add(roundDown(at, blockSize));
	}
	// A shared unit counts for the inode that wrote it, so only the sum is told.
	expect(blocks.size).toBe(counted);
}

const roundDown = (n: number, unit: number) => Math.floor(n / unit) * unit;

/** Bytes of each kind in a space. */
function totals(spaces: Spaces, space: string): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const { kind, start, end } of spaces.get(space) ?? [])
		sums[kind] = (sums[kind] ?? 0) + end - start;
	return sums;
}

describe("kinds and owners", () => {
	it("occur all, in one fixture or another", () => {
		const kinds = new Set(
			fixtures.good.flatMap((image) =>
				[...ownersOf(volumeOf(image)).spaces.values()].flat().map(({ kind }) => kind),
			),
		);
		// No fixture was built in steps; see the orphan that is made below.
		expect([...kinds].sort()).toEqual(
			[
				"after-image",
				"boot",
				"chunk-data",
				"chunk-map",
				"compression-config",
				"device-slot",
				"dir-name",
				"dirent",
				"extent-base",
				"extent-record",
				"fragment",
				"inline-data",
				"inode-compact",
				"inode-extended",
				"lcluster-index-compact",
				"lcluster-index-full",
				"map-header",
				"metabox-data",
				"packed-data",
				"padding",
				"pcluster",
				"plain-data",
				"prefix-table",
				"sb-extslots",
				"shared-xattr",
				"superblock",
				"unclaimed",
				"xattr-header",
				"xattr-inline-entry",
				"xattr-shared-ids",
				"ztail-inline-pcluster",
			].sort(),
		);
	});

	it("are as a person reads them in an image of one directory", () => {
		const { spaces } = ownersOf(volumeOf(fixture("empty-root")));
		const root = [36n];
		expect(spaces.get("image")).toEqual([
			{ start: 0, end: 1024, kind: "boot", nids: [] },
			{ start: 1024, end: 1152, kind: "superblock", nids: [] },
			{ start: 1152, end: 1184, kind: "inode-compact", nids: root },
			{ start: 1184, end: 1208, kind: "dirent", nids: root },
			{ start: 1208, end: 1211, kind: "dir-name", nids: root },
			{ start: 1211, end: 4096, kind: "unclaimed", nids: [] },
		]);
	});

	it("are several where inodes share a unit, a chunk, a fragment or an attribute", () => {
		const shared = (name: string, kind: string) =>
			[...ownersOf(volumeOf(fixture(name))).spaces.values()]
				.flat()
				.filter((piece) => piece.kind === kind && piece.nids.length > 1).length;
		expect(shared("b48-lz4hc-dedupe", "pcluster")).toBeGreaterThan(0);
		expect(shared("chunk-4096-blockmap", "chunk-data")).toBeGreaterThan(0);
		expect(shared("lz4hc-allfrag-dedupe-ztail", "fragment")).toBeGreaterThan(0);
		expect(shared("xattr-default", "shared-xattr")).toBeGreaterThan(0);
	});

	it("give directories their entries, wherever they are stored", () => {
		const { spaces } = ownersOf(volumeOf(fixture("dirs-zD-zstd")));
		const directories = [...spaces.keys()].filter((name) => name.startsWith("file:"));
		expect(directories.length).toBeGreaterThan(10);
		for (const name of directories)
			expect(Object.keys(totals(spaces, name)).filter((kind) => kind !== "padding")).toEqual([
				"dirent",
				"dir-name",
			]);
		expect(totals(ownersOf(volumeOf(fixture("dirs-many-b512"))).spaces, "image")).toMatchObject({
			dirent: expect.any(Number),
			"dir-name": expect.any(Number),
		});
	});
});

describe("what is changed in an image", () => {
	const files = filesOf(fixture("tiny-plain"));
	const before = ownersOf(openVolume(files));

	it("makes an orphan of an inode whose only name points elsewhere", () => {
		const volume = openVolume(files);
		const regular = readTree(volume).filter(
			({ inode }) => inode.layout === "flat-inline" && inode.type === 0o100000 && inode.size > 0n,
		);
		const names = (nid: bigint) => regular.filter(({ inode }) => inode.nid === nid).length;
		const lost = regular.find(({ inode }) => names(inode.nid) === 1)?.inode;
		const other = regular.find(({ inode }) => inode.nid !== lost?.nid)?.inode;
		if (!lost || !other) throw new Error("the fixture has changed");

		const image = Uint8Array.from(files.image);
		const bytes = new DataView(image.buffer);
		for (const { start, end, kind } of before.spaces.get("image") ?? [])
			for (let at = start; kind === "dirent" && at < end; at += 12)
				if (bytes.getBigUint64(at, true) === lost.nid) bytes.setBigUint64(at, other.nid, true);

		const expected = new Map([...before.spaces]);
		expected.set(
			"image",
			(before.spaces.get("image") ?? []).map((piece) =>
				piece.nids[0] === lost.nid ? { ...piece, kind: "orphan" } : piece,
			),
		);
		const after = ownersOf(openVolume({ ...files, image })).spaces;
		expect(difference(expected, after)).toBeUndefined();
		expect(ownerAt(after, "image", lost.at)).toMatchObject({ kind: "orphan", nids: [lost.nid] });
		expect(totals(after, "image").orphan).toBeGreaterThanOrEqual(32 + Number(lost.size));
	});

	it("puts what is appended behind the image", () => {
		const image = Buffer.concat([files.image, Buffer.alloc(100, 0xff)]);
		const { spaces } = ownersOf(openVolume({ ...files, image }));
		const { length } = files.image;
		expect(ownerAt(spaces, "image", length - 1)?.kind).not.toBe("after-image");
		expect(ownerAt(spaces, "image", length)).toEqual({
			start: length,
			end: length + 100,
			kind: "after-image",
			nids: [],
		});
		expect(ownerAt(spaces, "image", length + 100)).toBeUndefined();
	});

	it("is refused when it is no image any more", () => {
		const image = Uint8Array.from(files.image);
		image[1024] = 0;
		expect(() => openVolume({ ...files, image })).toThrow("no EROFS magic");
	});

	it("is a conflict when contents lie on the superblock", () => {
		const flat = filesOf(fixture("plain-default"));
		const inode = readTree(openVolume(flat)).find(
			({ inode }) => inode.layout === "flat-plain" && inode.size > 0n,
		)?.inode;
		if (!inode) throw new Error("the fixture has changed");
		const image = Uint8Array.from(flat.image);
		new DataView(image.buffer).setUint32(inode.at + 0x10, 0, true);
		const { conflicts } = ownersOf(openVolume({ ...flat, image }));
		expect(conflicts).toContainEqual(
			expect.objectContaining({ space: "image", kinds: ["superblock", "plain-data"] }),
		);
	});
});

describe("a difference", () => {
	const spaces = (...pieces: OwnedPiece[]): Spaces => new Map([["image", pieces]]);
	const piece = (start: number, end: number, kind: OwnedPiece["kind"], ...nids: bigint[]) => ({
		start,
		end,
		kind,
		nids,
	});
	const a = spaces(piece(0, 8, "boot"), piece(8, 32, "pcluster", 36n, 41n));

	it("is none when only the cuts differ", () => {
		const cut = spaces(
			piece(0, 8, "boot"),
			piece(8, 16, "pcluster", 36n, 41n),
			piece(16, 32, "pcluster", 36n, 41n),
		);
		expect(difference(a, cut)).toBeUndefined();
	});

	it("tells place, kind and owners of both", () => {
		const b = spaces(piece(0, 8, "boot"), piece(8, 32, "plain-data", 36n));
		expect(difference(a, b)).toBe(
			"image: 8..32 pcluster of 36,41, in the second 8..32 plain-data of 36",
		);
		expect(difference(a, spaces(piece(0, 8, "boot")))).toBe(
			"image: 8..32 pcluster of 36,41, in the second nothing",
		);
	});

	it("is a space that one of them has not", () => {
		expect(difference(a, new Map())).toBe("image: only in the first");
	});
});
