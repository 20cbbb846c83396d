/**
 * Where pointers lead, held against a program that has no line in common with the layout: each
 * record of a map points at exactly the stored bytes of its unit or chunk, and together they
 * point at all of them.
 */
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { Annotation } from "../../schema/annotate";
import { Annotator } from "../../schema/annotator";
import type { Target } from "../../schema/field";
import { readCorpus } from "../../testing/corpus";
import { fixtures, hugeFixtures } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { type Laying, layings, listen } from "../../testing/layings";
import {
	hasContents,
	isCompressed,
	type Inode as OracleInode,
	readInode as readOracleInode,
} from "../../testing/oracle/inode";
import { runsOf } from "../../testing/oracle/runs";
import { volumeOf } from "../../testing/oracle/test-files";
import { unitsOf } from "../../testing/oracle/units";
import { resolve, type Volume } from "../../testing/oracle/volume";
import { sharedXattrClaims } from "../../testing/oracle/xattr-claims";

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

function* leaves(nodes: readonly Annotation[]): Generator<Annotation> {
	for (const node of nodes) {
		if (node.children?.length) yield* leaves(node.children);
		else yield node;
	}
}

const beginning = ({ space, start }: { space: string; start: number }) => `${space} ${start}`;

const placed = ({ space, start, end }: { space: string; start: number; end: number }) =>
	`${space} ${start}..${end}`;

interface PointedAt extends Target {
	/** Of the field that points. */
	readonly key: string;
}

/** All that the body of an inode points at. */
async function targetsOf(laying: Laying): Promise<PointedAt[]> {
	const options = { most: Number.POSITIVE_INFINITY };
	const { nodes } = await listen(laying, (bytes) => new Annotator(bytes, options));
	return [...leaves(nodes)].flatMap(({ key, target }) => (target ? [{ key, ...target }] : []));
}

/** Stored contents among them; entries of a map that lead to other entries left out. */
const dataOf = (targets: readonly PointedAt[]): Set<string> =>
	new Set(
		targets
			.filter(({ key, label }) => DATA.has(key) && !/^lcluster/.test(label))
			.map(({ span }) => placed(span)),
	);

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

test.each(good)("$name: maps point at stored bytes, ids at attributes", async (fixture) => {
	const volume = volumeOf(fixture);
	const wrong: unknown[] = [];
	for await (const laying of layings(await openTestImage(fixture))) {
		if (laying.what !== "body" || !laying.inode) continue;
		const theirs = readOracleInode(volume, laying.inode.nid);
		const targets = await targetsOf(laying);
		const ids = targets.filter(({ label }) => label === "shared attribute");
		const attributes = sharedXattrClaims(volume, theirs);
		const found = {
			data: hasContents(theirs) ? dataOf(targets) : undefined,
			ids: ids.map(({ span }) => beginning(span)),
		};
		const expected = {
			data: hasContents(theirs) ? storedAt(volume, theirs) : undefined,
			ids: attributes.filter(({ kind }) => kind === "shared-xattr").map(beginning),
		};
		if (!isDeepStrictEqual(found, expected)) wrong.push({ nid: theirs.nid, found, expected });
	}
	expect(wrong).toEqual([]);
});
