/** Sums over sound images, held against a program that counts byte by byte. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isDamage } from "../base/errors";
import { KINDS } from "../erofs/layout/kinds";
import { corpusFolder, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { occupationOf } from "../testing/oracle/occupied";
import { ownersOf } from "../testing/oracle/owners";
import { filesOf } from "../testing/oracle/test-files";
import { allPieces, ownersIn } from "../testing/owners";
import { accountOf } from "./account";
import { GROUPINGS } from "./groups/index";
import { path } from "./groups/path";
import { groupsBy } from "./groups/sums";
import { ledgerOf } from "./ledger";

function others(): TestImage[] {
	const folder = corpusFolder && join(corpusFolder, "others");
	if (!folder || !existsSync(folder)) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith(".erofs"));
	return names.map((name) => ({ name, file: join(folder, name), devices: [], offset: 0 }));
}

const sound: readonly TestImage[] = [...fixtures.good, ...(readCorpus()?.good ?? []), ...others()];

test.each(sound)("$name: every byte once, by kind", async (image) => {
	const account = await accountOf(await ownersIn(await openTestImage(image)));
	const truth = ownersOf(filesOf(image)).spaces;
	expect(account.spaces.map(({ id }) => id).sort()).toEqual([...truth.keys()].sort());
	for (const { id, size, bytes } of account.spaces) {
		const sums = new Map<string, number>();
		for (const { start, end, kind } of truth.get(id) ?? [])
			sums.set(kind, (sums.get(kind) ?? 0) + end - start);
		const found = KINDS.map((kind, i): [string, number] => [kind, bytes[i] as number]);
		expect(new Map(found.filter(([, sum]) => sum > 0)), id).toEqual(sums);
		expect(bytes.reduce((sum, some) => sum + some, 0)).toBe(size);
	}
	expect(account.clashes).toEqual([]);
});

test.each(sound)("$name: what files have alone and what they share", async (image) => {
	const ownership = await ownersIn(await openTestImage(image));
	const { inhabitants } = ownership;
	const ledger = await ledgerOf(ownership);
	const { account } = ledger;
	const truth = occupationOf(filesOf(image));
	const files = new Map(
		Array.from({ length: inhabitants.tree.inodes.count }, (_, row) => [
			inhabitants.nid(row),
			{ exclusive: account.inodes.alone[row], shared: account.inodes.shared[row] },
		]),
	);
	for (const nid of [inhabitants.image.packedNid, inhabitants.image.metaboxNid])
		if (nid !== undefined) files.delete(nid);
	expect(files).toEqual(truth.files);
	expect(account.units).toEqual(truth.units);

	const groups = groupsBy(path, ledger, 1);
	const folders = groups.map(({ name, alone, shared }): [string, object] => [
		name,
		{ exclusive: alone, shared },
	]);
	expect(new Map(folders)).toEqual(truth.folders);
});

const sumOf = (bytes: Iterable<number>) => Array.from(bytes).reduce((sum, some) => sum + some, 0);

test.each(sound)("$name: no byte counts twice in a sum", async (image) => {
	const ownership = await ownersIn(await openTestImage(image));
	const ledger = await ledgerOf(ownership);
	const { account, files, tree } = ledger;
	const all = account.by({ count: 1, of: () => 0 });
	expect(sumOf(account.inodes.portion)).toBeCloseTo(all.alone[0] as number, 3);
	// Inodes with their attributes and maps, and what tables, directories, contents are besides.
	expect(Math.min(0, ...files.around, ...files.slack)).toBe(0);
	const rows = Array.from({ length: tree.inodes.count }, (_, row) => row);
	for (const grouping of GROUPINGS) {
		const groups = groupsBy(grouping, ledger);
		const sums = grouping.groups(ledger, 1);
		const spread = grouping.of === "inodes" ? account.by(sums) : account.byExtents(sums);
		expect(sumOf(spread.portion), grouping.id).toBeCloseTo(all.alone[0] as number, 3);
		for (const { alone, shared } of groups) expect(Math.min(alone, shared)).toBeGreaterThan(-1);
		if (grouping.id !== "type") continue;
		const readable = rows.filter((row) => ownership.inhabitants.isReadable(row));
		expect(sumOf(groups.map(({ count }) => count))).toBe(readable.length);
	}
});

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
