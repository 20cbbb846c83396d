/** Files with the same contents, held against contents that another program decodes. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { digester } from "../export/digest";
import { readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { contentsOf } from "../testing/oracle/contents";
import { type } from "../testing/oracle/inode";
import { openVolume } from "../testing/oracle/open";
import { filesOf } from "../testing/oracle/test-files";
import { readTree } from "../testing/oracle/tree";
import { ownersIn } from "../testing/owners";
import { duplicatesOf } from "./duplicates";
import { ledgerOf } from "./ledger";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Sets of nids, each sorted, and the sets too. */
function setsIn(image: TestImage): string[] {
	const volume = openVolume(filesOf(image));
	const sets = new Map<string, Set<bigint>>();
	for (const { inode } of readTree(volume)) {
		if (inode.type !== type.REGULAR || inode.size === 0n || inode.size > 1n << 24n) continue;
		const digest = sha256(contentsOf(volume, inode));
		sets.set(digest, (sets.get(digest) ?? new Set()).add(inode.nid));
	}
	return [...sets.values()]
		.filter((nids) => nids.size > 1)
		.map(textOf)
		.sort();
}

const textOf = (nids: Iterable<bigint>) => [...nids].sort((a, b) => (a < b ? -1 : 1)).join(" ");

const names = new Set([
	"lz4hc-frag",
	"deflate-frag",
	"lz4hc-allfrag-dedupe-ztail",
	"plain-default",
	"metabox-frag",
]);
const some = [
	...fixtures.good.filter(({ name }) => names.has(name)),
	...(readCorpus()?.good.filter(({ name }) => /dedupe|chunk-4096$/.test(name)) ?? []),
];

test.each(some)("$name", async (image) => {
	const opened = await openTestImage(image);
	const ledger = await ledgerOf(await ownersIn(opened));
	const { inhabitants } = ledger.ownership;
	let asked = 0;
	const newHasher = () => {
		const hash = createHash("sha256");
		return {
			update: (bytes: Uint8Array) => void hash.update(bytes),
			hex: () => hash.digest("hex"),
		};
	};
	const of = digester(opened, newHasher);
	const told: number[] = [];
	const digests = {
		of(nids: readonly bigint[]) {
			asked += nids.length;
			return of(nids);
		},
		atOnce: 2,
	};
	const { set, copies, waste, found } = await duplicatesOf(ledger, digests, (done) =>
		told.push(done),
	);
	const sets = new Map<number, bigint[]>();
	for (const [row, number] of set.entries())
		if (number > 0) sets.set(number, [...(sets.get(number) ?? []), inhabitants.nid(row)]);
	expect([...sets.values()].map(textOf).sort()).toEqual(setsIn(image));
	expect(found).toMatchObject({ sets: sets.size, unread: 0 });
	expect(found.files).toBe([...sets.values()].flat().length);
	// What is stored in the same places is read once, and progress ends with all that is read.
	expect(asked).toBeLessThanOrEqual(found.compared);
	expect(told.at(-1)).toBe(found.read);
	const { alone, shared } = ledger.account.inodes;
	let last = 0;
	for (const number of [...sets.keys()].sort((a, b) => a - b)) {
		const row = set.indexOf(number);
		expect(copies[row]).toBe(sets.get(number)?.length);
		expect(waste[row]).toBeGreaterThanOrEqual(last);
		// Files that share nothing are all too much but one; those that share all of it are not.
		const rows = Array.from(set.keys()).filter((one) => set[one] === number);
		const stored = (one: number) => (alone[one] as number) + (shared[one] as number);
		const most = Math.max(...rows.map(stored));
		if (rows.every((one) => shared[one] === 0))
			expect(waste[row]).toBe(rows.reduce((sum, one) => sum + stored(one), 0) - most);
		if (rows.every((one) => alone[one] === 0 && stored(one) === most))
			expect(waste[row]).toBeLessThanOrEqual((rows.length - 1) * most);
		last = waste[row] as number;
	}
});
