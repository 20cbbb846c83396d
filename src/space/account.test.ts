/** Sums over sound images, held against a program that counts byte by byte. */
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import { listedOf } from "../census/listed";
import { KINDS } from "../erofs/layout/kinds";
import { LAYOUT } from "../erofs/structs/inode";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { type Occupation, occupationOf } from "../testing/oracle/occupied";
import { ownersOf } from "../testing/oracle/owners";
import type { Spaces } from "../testing/oracle/pieces";
import { volumeOf } from "../testing/oracle/test-files";
import { allPieces, ownersIn } from "../testing/owners";
import { type Account, accountOf } from "./account";
import { contentsOf } from "./contents";
import { GROUPINGS } from "./groups/index";
import { path } from "./groups/path";
import { groupsBy } from "./groups/sums";
import { type Ledger, ledgerOf } from "./ledger";

const sound: readonly TestImage[] = [
	...fixtures.good,
	...(readCorpus()?.good ?? []),
	...corpusImages("others"),
];

test.each(sound)("$name: all bytes once, what files have alone and share", async (image) => {
	const ledger = await ledgerOf(await ownersIn(await openTestImage(image)));
	const volume = volumeOf(image);
	expectKinds(ledger.account, ownersOf(volume).spaces);
	const truth = occupationOf(volume);
	expectOccupation(ledger, truth);
	expectSumsWithoutTwice(ledger);
	expectContents(ledger, truth);
});

function expectKinds({ spaces, clashes }: Account, truth: Spaces): void {
	expect(spaces.map(({ id }) => id).sort()).toEqual([...truth.keys()].sort());
	for (const { id, size, bytes, padding } of spaces) {
		expect(sumOf(padding.map(({ bytes }) => bytes)), id).toBe(bytes[KINDS.indexOf("padding")]);
		const sums = new Map<string, number>();
		for (const { start, end, kind } of truth.get(id) ?? [])
			sums.set(kind, (sums.get(kind) ?? 0) + end - start);
		const found = KINDS.map((kind, i): [string, number] => [kind, bytes[i] as number]);
		expect(new Map(found.filter(([, sum]) => sum > 0)), id).toEqual(sums);
		expect(sumOf(bytes)).toBe(size);
	}
	expect(clashes).toEqual([]);
}

/** What files have alone and what they share. */
function expectOccupation(ledger: Ledger, truth: Occupation): void {
	const { account, ownership } = ledger;
	const { inhabitants } = ownership;
	const hidden = [inhabitants.image.packedNid, inhabitants.image.metaboxNid];
	const wrong: unknown[] = [];
	let files = 0;
	const { inodes } = inhabitants.tree;
	for (let row = 0; row < inodes.count; row++) {
		const nid = inhabitants.nid(row);
		if (hidden.includes(nid)) continue;
		files++;
		const found = { exclusive: account.inodes.alone[row], shared: account.inodes.shared[row] };
		const expected = truth.files.get(nid);
		if (found.exclusive !== expected?.exclusive || found.shared !== expected?.shared)
			wrong.push({ nid, found, expected });
		if (inodes.layout(row) !== LAYOUT.CHUNK_BASED) continue;
		// What the tree says is stored of chunks: each once, and no holes.
		const stored = Number(listedOf(inodes).stored.unsigned(row));
		if (!expected || stored !== expected.exclusive + expected.shared)
			wrong.push({ nid, stored, expected });
	}
	expect(wrong).toEqual([]);
	expect(files).toBe(truth.files.size);
	expect(account.units).toEqual(truth.units);

	const folders = groupsBy(path, ledger, 1).map(({ name, alone, shared }): [string, object] => [
		name,
		{ exclusive: alone, shared },
	]);
	expect(new Map(folders)).toEqual(truth.folders);
}

/** All contents are somewhere, and what is compressed is what the units are. */
function expectContents(ledger: Ledger, { units }: Occupation): void {
	const { total, ways } = contentsOf(ledger);
	expect(total).toBe(sumOf(ways.map(({ contents }) => contents)));
	expect(ways.find(({ id }) => id === "unknown")).toBeUndefined();
	for (const { contents, stored, saved } of ways)
		expect(Math.min(contents, stored, saved)).toBeGreaterThanOrEqual(0);
	const { packedNid, metaboxNid } = ledger.ownership.inhabitants.image;
	if (packedNid !== undefined || metaboxNid !== undefined) return;
	const inUnits = ways.filter(({ id }) => id === "compressed" || id === "behind-inodes");
	const physical = sumOf([...units.values()].map((unit) => unit.physical));
	expect(sumOf(inUnits.map(({ stored }) => stored))).toBeGreaterThanOrEqual(physical);
}

const sumOf = (bytes: Float64Array | readonly number[]): number => {
	let sum = 0;
	for (const some of bytes) sum += some;
	return sum;
};

function expectSumsWithoutTwice(ledger: Ledger): void {
	const { account, files, tree, ownership } = ledger;
	const all = account.by({ count: 1, of: () => 0 });
	expect(sumOf(account.inodes.portion)).toBeCloseTo(all.alone[0] as number, 3);
	// Inodes with their attributes and maps, and what tables, directories, contents are besides.
	expect(Math.min(0, ...files.around, ...files.slack)).toBe(0);
	const rows = Array.from({ length: tree.inodes.count }, (_, row) => row);
	const readable = rows.filter((row) => ownership.inhabitants.isReadable(row));
	for (const grouping of GROUPINGS) {
		const groups = groupsBy(grouping, ledger);
		const sums = grouping.groups(ledger, 1);
		const spread = grouping.of === "inodes" ? account.by(sums) : account.byExtents(sums);
		expect(sumOf(spread.portion), grouping.id).toBeCloseTo(all.alone[0] as number, 3);
		expect(Math.min(0, ...groups.flatMap(({ alone, shared }) => [alone, shared]))).toBe(0);
		if (grouping.id === "type")
			expect(sumOf(groups.map(({ count }) => count))).toBe(readable.length);
	}
}

const damaged = [...fixtures.bad, ...(readCorpus()?.bad ?? [])];

test.each(damaged)("$name: sums are those of the map, whatever is wrong", async (image) => {
	const opened = await openTestImage(image).catch((error: unknown) => {
		if (isDamage(error)) return undefined;
		throw error;
	});
	if (!opened) return;
	const ownership = await ownersIn(opened);
	const account = await accountOf(ownership);
	const pieces = await allPieces(ownership);
	for (const { id, size, bytes } of account.spaces) {
		const sums = new Float64Array(KINDS.length);
		for (const { start, end, kind } of pieces.get(id) ?? []) {
			const i = KINDS.indexOf(kind);
			sums[i] = (sums[i] as number) + end - start;
		}
		expect(Object.fromEntries(KINDS.map((kind, i) => [kind, bytes[i]]))).toEqual(
			Object.fromEntries(KINDS.map((kind, i) => [kind, sums[i]])),
		);
		expect(bytes.reduce((sum, some) => sum + some, 0)).toBe(size);
	}
	const { alone, shared } = account.inodes;
	for (const sums of [alone, shared]) expect(Math.min(0, ...sums)).toBe(0);
});
