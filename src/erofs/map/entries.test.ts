/** Distances on to the next head, in an index made for it: which are told, where, and how badly. */
import { expect, it } from "vitest";
import type { Finding } from "../../base/finding";
import { memorySource } from "../../sources/memory";
import { fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { chance, pick, shuffledSource } from "../../testing/shuffled";
import { type Inode, readInode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { LCLUSTER } from "../structs/zmap";
import { checkEntries } from "./entries";
import { fullRecord } from "./full";
import { type Header, headerStart } from "./header";

const ALL = { most: Number.POSITIVE_INFINITY, mostFound: Number.POSITIVE_INFINITY };

const BLOCK = 4096;
/** Longer than any compressed unit, so that readers skip entries; and than a batch of them. */
const COUNT = 9000;
const HEADS = [0, 10, 8000];

const image = await openTestImage(fixture("tinyz-lz4"));
const root = await readInode(image, image.facts.rootNid);

const at = { space: "image", start: 0, end: 8 };
const recordAt = (lcn: number) => fullRecord({ at } as Header, lcn);

/** What is found in a full index that is right, but for the distances in `wrong`. */
async function findingsWith(wrong: Readonly<Record<number, number>>): Promise<Finding[]> {
	const bytes = new Uint8Array(recordAt(COUNT));
	const view = new DataView(bytes.buffer);
	for (let lcn = 0; lcn < COUNT; lcn++) {
		const p = recordAt(lcn);
		const isHead = HEADS.includes(lcn);
		view.setUint16(p, isHead ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD, true);
		if (isHead) continue;
		const next = HEADS.find((head) => head > lcn) ?? COUNT;
		view.setUint16(p + 6, wrong[lcn] ?? next - lcn, true);
	}
	const source = shuffledSource(memorySource(bytes), 1);
	const size = COUNT * BLOCK - 5;
	const rest = { bodyEnd: 0, layout: LAYOUT.COMPRESSED_FULL, size, i_size: size };
	const inode: Inode = { ...root, home: { space: "image", source }, ...rest };
	expect(headerStart(inode)).toBe(at.start);
	const found: Finding[] = [];
	await checkEntries(image, inode, ALL, (finding) => found.push(finding));
	return found;
}

it("says nothing of distances that are right, or too short", async () => {
	expect(await findingsWith({})).toEqual([]);
	expect(await findingsWith({ 1: 0, 2: 3, 20: 2047, 8001: 1 })).toEqual([]);
});

it.each([
	{ lcn: 9, forward: 2, allowed: 1, severity: "error" },
	{ lcn: 4, forward: 7, allowed: 6, severity: "error" },
	// Far behind the head, in an entry that readers skip, and at the ends of batches.
	{ lcn: 7990, forward: 11, allowed: 10, severity: "error" },
	{ lcn: COUNT - 4096, forward: 0xffff, allowed: 3096, severity: "error" },
	{ lcn: COUNT - 4097, forward: 3098, allowed: 3097, severity: "error" },
	{ lcn: COUNT - 1, forward: 2, allowed: 1, severity: "warning" },
])("tells of $forward on at cluster $lcn", async ({ lcn, forward, allowed, severity }) => {
	const start = recordAt(lcn) + 6;
	expect(await findingsWith({ [lcn]: forward })).toEqual([
		expect.objectContaining({
			code: "z-lookahead",
			severity,
			structure: "z_erofs_lcluster_index",
			field: "delta[1]",
			at: { space: "image", start, end: start + 2 },
			seen: `${forward} at cluster ${lcn}`,
			allowed: `at most ${allowed}`,
		}),
	]);
});

it("tells of each entry", async () => {
	const random = chance(7);
	const some = new Set(Array.from({ length: 60 }, () => 11 + pick(random, 7900)));
	const wrong = Object.fromEntries([...some].map((lcn) => [lcn, 8001 - lcn]));
	const found = await findingsWith(wrong);
	expect(new Set(found.map(({ at }) => at.start))).toEqual(
		new Set([...some].map((lcn) => recordAt(lcn) + 6)),
	);
	const all = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i + 100, 0xffff]));
	expect(await findingsWith(all)).toHaveLength(500);
});
