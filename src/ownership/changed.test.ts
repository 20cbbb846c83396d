/** What owners become when known bytes of an image are changed. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Failure } from "../base/errors";
import { FindingLog } from "../base/finding-log";
import { run } from "../checks/run";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { FT } from "../erofs/structs/dirent";
import { COMPAT } from "../erofs/structs/features";
import { LAYOUT } from "../erofs/structs/inode";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { openVolume } from "../testing/oracle/open";
import { ownersOf } from "../testing/oracle/owners";
import { difference } from "../testing/oracle/pieces";
import { allPieces, kindOf, nidsOf, ownersIn, piecesIn, spaceIn } from "../testing/owners";
import { clashFindings } from "./clashes";
import { stripOf } from "./coarse";
import { HIDDEN, UNKNOWN } from "./kinds";
import type { Ownership } from "./ownership";

const FLAT = "plain-default";
const bytesOf = (name: string) => Uint8Array.from(readFileSync(fixture(name).file));
const open = (bytes: Uint8Array): Promise<Image> => openImage(memorySource(bytes));

/** nid of the first inode of a layout with contents that is named once. */
async function someNid({ inhabitants }: Ownership, layout: number): Promise<bigint> {
	const { inodes } = inhabitants.tree;
	for (let row = 1; row < inodes.count; row++) {
		const isOne = inodes.layout(row) === layout && inodes.names[row] === 1 && inodes.size.low[row];
		if (isOne && inodes.type(row) === FT.REG) return inhabitants.nid(row);
	}
	throw new Error("the fixture has changed");
}

describe("an inode that nothing points at any more", () => {
	it("is an orphan, as the oracle finds it", async () => {
		const bytes = bytesOf("tiny-plain");
		const before = await ownersIn(await open(bytes));
		const lost = await someNid(before, LAYOUT.FLAT_INLINE);
		const view = new DataView(bytes.buffer);
		for (const { start, end, kind } of await piecesIn(await spaceIn(before, "image")))
			for (let at = start; kindOf({ kind }) === "dirent" && at < end; at += 12)
				if (view.getBigUint64(at, true) === lost)
					view.setBigUint64(at, before.inhabitants.nid(0), true);
		const owners = await ownersIn(await open(bytes));
		const truth = ownersOf(openVolume({ image: bytes, devices: [], offset: 0 })).spaces;
		expect(difference(truth, await allPieces(owners))).toBeUndefined();
		const inode = await readInode(await open(bytes), lost);
		const piece = await (await spaceIn(owners, "image")).at(inode.at.start);
		expect({ kind: kindOf(piece), nids: nidsOf(owners, piece), note: piece.note }).toEqual({
			kind: "orphan",
			nids: [lost],
			note: inode.extended ? "inode-extended" : "inode-compact",
		});
	});
});

describe("contents that lie where something else is", () => {
	it("are one finding, however many things they lie on", async () => {
		const bytes = bytesOf(FLAT);
		const nid = await someNid(await ownersIn(await open(bytes)), LAYOUT.FLAT_PLAIN);
		const { at } = await readInode(await open(bytes), nid);
		new DataView(bytes.buffer).setUint32(at.start + 0x10, 0, true);
		const owners = await ownersIn(await open(bytes));
		const space = await spaceIn(owners, "image");
		expect(clashFindings(space, owners.inhabitants)).toEqual([
			expect.objectContaining({
				code: "bytes-owned-twice",
				nid,
				at: { space: "image", start: 1024, end: expect.any(Number) },
				seen: expect.stringMatching(`^plain-data of inode ${nid} on superblock, and \\d+ more$`),
			}),
		]);
		expect(kindOf(await space.at(1024))).toBe("superblock");
	});
});

describe("attributes that cannot be told apart", () => {
	// Of “tail”, the count of shared ones; of “opq”, the lengths of the first.
	it.each([
		{ code: "xattr-shared-count", at: 0x1c60 + 4, value: [255] },
		{ code: "xattr-overrun", at: 0x194c, value: [255] },
		{ code: "xattr-overrun", at: 0x194c + 2, value: [255, 255] },
	])("are told of, since some bytes have no owner then: $code", async ({ code, at, value }) => {
		const bytes = bytesOf("xattr-default");
		bytes.set(value, at);
		const told = new FindingLog();
		await ownersIn(await open(bytes), told.add);
		expect(told.findings.map((finding) => finding.code)).toEqual([code]);
	});

	it("are nobody's for a reason", async () => {
		const bytes = bytesOf("xattr-default");
		bytes[0x1c60 + 4] = 255;
		const owners = await ownersIn(await open(bytes));
		const { at, bodyEnd } = await readInode(await open(bytes), 226n);
		const space = await spaceIn(owners, "image");
		const hidden = (await piecesIn(space)).filter(({ note }) => note === HIDDEN);
		expect(hidden).toEqual([
			{ start: at.end + 12, end: bodyEnd, kind: UNKNOWN, owners: [], note: HIDDEN },
		]);
		expect(await space.at(at.end + 50)).toEqual(hidden[0]);
	});

	it("are told of when they are said to be in a metabox that the image does not have", async () => {
		const bytes = bytesOf("xattr-default");
		bytes[SB_OFFSET + superblock.at.feature_compat] = COMPAT.SHARED_EA_IN_METABOX;
		const told = new FindingLog();
		const image = await open(bytes);
		await ownersIn(image, told.add);
		expect(new Set(told.findings.map(({ code }) => code))).toEqual(new Set(["xattr-no-metabox"]));
		const checked = await run(image, { start: rootOf(image), level: "structure" });
		for (const finding of told.findings) expect(checked.findings).toContainEqual(finding);
	});
});

describe("good images", () => {
	it.each(fixtures.good)("have nothing that damage hides: $name", async (image) => {
		const owners = await ownersIn(await openTestImage(image));
		for (const id of owners.spaces()) {
			const pieces = await piecesIn(await spaceIn(owners, id));
			expect(pieces.filter(({ note }) => note === HIDDEN)).toEqual([]);
		}
	});
});

it("bytes behind the image are nobody's", async () => {
	const bytes = bytesOf(FLAT);
	const longer = new Uint8Array(bytes.length + 100).fill(0xff);
	longer.set(bytes);
	const space = await spaceIn(await ownersIn(await open(longer)), "image");
	const piece = await space.at(bytes.length + 50);
	expect({ ...piece, kind: kindOf(piece) }).toEqual({
		start: bytes.length,
		end: bytes.length + 100,
		kind: "after-image",
		owners: [],
	});
});

/** Each byte of each space in one piece. */
async function expectWhole(owners: Ownership): Promise<void> {
	for (const id of owners.spaces()) {
		const space = await spaceIn(owners, id);
		let at = 0;
		for (const { start, end } of await piecesIn(space)) {
			expect(start).toBe(at);
			expect(end).toBeGreaterThan(at);
			at = end;
		}
		expect(at).toBe(space.shape.size);
		expect(stripOf(space, { start: 0, end: at }, 64).length).toBe(64);
		expect(space.gaps.end.every((end) => end <= space.shape.size)).toBe(true);
	}
}

describe("streams that cannot be decoded", () => {
	const KINDS = ["pcluster", "packed-data", "metabox-data"];
	it.each(["metabox-dirs", "metabox-zD", "metabox-frag", "dirs-zD-zstd", "lz4hc-frag"])(
		"leave the owners of %s without gaps or overlap",
		async (name) => {
			const whole = await spaceIn(await ownersIn(await open(bytesOf(name))), "image");
			const stored = (await piecesIn(whole)).filter((piece) => KINDS.includes(kindOf(piece)));
			expect(stored.length).toBeGreaterThan(0);
			for (const { start, end } of stored.slice(0, 8)) {
				const bytes = bytesOf(name);
				bytes.fill(0xa5, start + 4, end);
				await expectWhole(await ownersIn(await open(bytes)));
			}
		},
	);
});

const damaged = [...fixtures.bad, ...(readCorpus()?.bad ?? [])];

describe("damaged images", () => {
	it.each(damaged)("have owners without gaps or overlap: $name", async (image) => {
		let opened: Image;
		try {
			opened = await openTestImage(image);
		} catch (error) {
			expect(error).toBeInstanceOf(Failure);
			return; // no image at all: nothing has an owner
		}
		await expectWhole(await ownersIn(opened));
	});
});
