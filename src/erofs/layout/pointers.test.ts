/**
 * Where pointers lead, held against a program that has no line in common with the layout: each
 * record of a map points at exactly the stored bytes of its unit or chunk, and together they
 * point at all of them.
 */
import { describe, expect, test } from "vitest";
import { Resident, withBytes } from "../../base/resident";
import type { Annotation } from "../../schema/annotate";
import { Annotator } from "../../schema/annotator";
import { readCorpus } from "../../testing/corpus";
import { fixtures, hugeFixtures } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { layings, listen } from "../../testing/layings";
import {
	hasContents,
	isCompressed,
	type Inode as OracleInode,
	readInode as readOracleInode,
} from "../../testing/oracle/inode";
import { openVolume } from "../../testing/oracle/open";
import { runsOf } from "../../testing/oracle/runs";
import { filesOf } from "../../testing/oracle/test-files";
import { unitsOf } from "../../testing/oracle/units";
import { resolve, type Volume } from "../../testing/oracle/volume";
import { sharedXattrClaims } from "../../testing/oracle/xattr-claims";
import type { Image } from "../image";
import { readInode } from "../inode";
import { layInode } from "./inode";

const good = [...fixtures.good, ...hugeFixtures, ...(readCorpus()?.good ?? [])];

/** Fields that point at stored contents, whatever the layout. */
const DATA: ReadonlySet<string> = new Set([
	"startblk_lo",
	"startblk_hi",
	"blkaddr",
	"entry",
	"device_id",
	"plen",
	"pstart",
	"pstart_lo",
	"pstart_hi",
	"fragmentoff_lo",
	"fragmentoff_hi",
	"whole_fragment",
	"h_fragmentoff",
	"h_idata_size",
]);

const leaves = (nodes: readonly Annotation[]): Annotation[] =>
	nodes.flatMap((node) => (node.children?.length ? leaves(node.children) : [node]));

const placed = ({ space, start, end }: { space: string; start: number; end: number }) =>
	`${space} ${start}..${end}`;

/** Where the body of an inode points; entries of a map that lead to other entries left out. */
async function pointedAt(image: Image, nid: bigint): Promise<Set<string>> {
	const inode = await readInode(image, nid);
	const bytes = new Resident(inode.home);
	const nodes = await withBytes(() => {
		const listener = new Annotator(bytes, { most: Number.POSITIVE_INFINITY });
		layInode({ image, inode, bytes }, listener);
		return listener.nodes;
	});
	const targets = leaves(nodes).flatMap(({ key, target }) =>
		target && DATA.has(key) && !/^lcluster/.test(target.label) ? [placed(target.span)] : [],
	);
	return new Set(targets);
}

/** Stored contents as the other program finds them, a place for each record that tells of one. */
function storedAt(volume: Volume, inode: OracleInode): Set<string> {
	if (!isCompressed(inode)) {
		const runs = runsOf(volume, inode).filter((run) => !run.inline);
		return new Set(runs.map(placed));
	}
	const places = unitsOf(volume, inode).flatMap((unit) => {
		if (unit.where === "nowhere") return [];
		if (unit.where === "packed")
			return [{ space: "packed", start: unit.at, end: unit.at + unit.length }];
		if (unit.where === "inline")
			return [{ space: inode.home.name, start: unit.at, end: unit.at + unit.size }];
		return resolve(volume, 0, unit.at, unit.size);
	});
	return new Set(places.map(placed));
}

describe.each(good)("$name", (fixture) => {
	test("maps point at exactly the stored bytes of their files", async () => {
		const image = await openTestImage(fixture);
		const volume = openVolume(filesOf(fixture));
		for await (const { what, inode } of layings(image)) {
			if (what !== "body" || !inode) continue;
			const theirs = readOracleInode(volume, inode.nid);
			if (!hasContents(theirs)) continue;
			const expected = storedAt(volume, theirs);
			expect(await pointedAt(image, inode.nid), `nid ${inode.nid}`).toEqual(expected);
		}
	});

	test("shared ids point at the attributes they name", async () => {
		const image = await openTestImage(fixture);
		const volume = openVolume(filesOf(fixture));
		for await (const laying of layings(image)) {
			if (laying.what !== "body" || !laying.inode) continue;
			const { nodes } = await listen(laying, (bytes) => new Annotator(bytes));
			const ids = leaves(nodes).filter(({ target }) => target?.label === "shared attribute");
			const theirs = sharedXattrClaims(volume, readOracleInode(volume, laying.inode.nid))
				.filter(({ kind }) => kind === "shared-xattr")
				.map(({ space, start }) => `${space} ${start}`);
			const mine = ids.map(({ target }) => `${target?.span.space} ${target?.span.start}`);
			expect(mine).toEqual(theirs);
		}
	});
});
