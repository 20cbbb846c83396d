/**
 * Readers, annotations and owners are three views of the same bytes: what one of them finds
 * somewhere, the others must see there too.
 */
import { describe, expect, it } from "vitest";
import { intersect, type Range } from "../base/range";
import { withBytes } from "../base/resident";
import { fileSpace } from "../base/space";
import { readDirectory } from "../erofs/directory";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { DIRENT, FT } from "../erofs/structs/dirent";
import { isCompressed } from "../erofs/structs/inode";
import { readXattrs } from "../erofs/xattr";
import { inodeStructures } from "../inspect/structures";
import { fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { kindOf, nidsOf, ownersIn, spaceIn } from "../testing/owners";
import type { Ownership } from "./ownership";

/** Inodes of an image looked at. */
const MOST = 150;

const MAPS = [
	"chunk-map",
	"map-header",
	"lcluster-index-full",
	"lcluster-index-compact",
	"extent-record",
];
const CONTENTS = [
	"plain-data",
	"chunk-data",
	"pcluster",
	"fragment",
	"inline-data",
	"ztail-inline-pcluster",
	"packed-data",
	"metabox-data",
	"dirent",
	"dir-name",
];

class Seen {
	readonly #owners: Ownership;

	constructor(owners: Ownership) {
		this.#owners = owners;
	}

	/** A byte that a reader found is of one of these kinds, and the inode's. */
	async expect(space: string, byte: number, nid: bigint, kinds: readonly string[]): Promise<void> {
		const piece = await (await spaceIn(this.#owners, space)).at(byte);
		expect(kinds, `${space}:${byte}`).toContain(kindOf(piece));
		expect(nidsOf(this.#owners, piece), `${space}:${byte}`).toContain(nid);
	}
}

async function expectRead(image: Image, owners: Ownership, inode: Inode): Promise<void> {
	const { nid, at } = inode;
	const seen = new Seen(owners);
	const fixed = await (await spaceIn(owners, at.space)).at(at.start);
	expect({ start: fixed.start, end: fixed.end, kind: kindOf(fixed) }).toEqual({
		start: at.start,
		end: at.end,
		kind: inode.extended ? "inode-extended" : "inode-compact",
	});
	for (const xattr of await readXattrs(image, inode)) {
		const { space, start, end } = xattr.at;
		const kinds = ["xattr-inline-entry", "shared-xattr"];
		for (const byte of [start, end - 1]) await seen.expect(space, byte, nid, kinds);
	}
	if (!inode.context.hasData || inode.size === 0) return;
	for await (const { at, record } of extents(await loadMap(image, inode), 0, inode.size)) {
		if (at) await seen.expect(at.space, at.start, nid, CONTENTS);
		if (record) await seen.expect(record.space, record.start, nid, MAPS);
	}
	if (inode.type === FT.DIR) await expectEntries(image, seen, inode);
}

async function expectEntries(image: Image, seen: Seen, inode: Inode): Promise<void> {
	const entries = await readDirectory(image, inode);
	const map = await loadMap(image, inode);
	for (let i = 0; i < entries.count; i++) {
		const byte = entries.at[i] as number;
		if (isCompressed(inode.layout)) {
			await seen.expect(fileSpace(inode.nid), byte, inode.nid, ["dirent"]);
			continue;
		}
		for await (const { start, at } of extents(map, byte, byte + DIRENT))
			if (at) await seen.expect(at.space, at.start + byte - start, inode.nid, ["dirent"]);
	}
}

function joined(ranges: readonly Range[]): Range[] {
	const all: { start: number; end: number }[] = [];
	for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
		const last = all.at(-1);
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else all.push({ start, end });
	}
	return all;
}

/** What is annotated behind an inode is what is claimed there. */
async function expectAnnotated(image: Image, owners: Ownership, row: number): Promise<void> {
	const { inhabitants } = owners;
	const inode = await withBytes(() => inhabitants.inode(row));
	const body = { start: inhabitants.start(row), end: inhabitants.end(row) };
	const space = await spaceIn(owners, inode.home.space);
	const claimed: Range[] = [];
	for await (const piece of space.pieces(body))
		if (piece.owners.includes(row)) claimed.push(intersect(piece, body) as Range);
	const nodes = await inodeStructures(image, inode);
	expect(joined(nodes), `inode ${inode.nid}`).toEqual(joined(claimed));
}

describe("what is read, annotated and owned", () => {
	it.each(fixtures.good)("is the same in $name", async (file) => {
		const image = await openTestImage(file);
		const owners = await ownersIn(image);
		const { inhabitants } = owners;
		for (let row = 0; row < Math.min(inhabitants.count, MOST); row++) {
			const inode = await withBytes(() => inhabitants.inode(row));
			await expectRead(image, owners, inode);
			await expectAnnotated(image, owners, row);
		}
	});
});
