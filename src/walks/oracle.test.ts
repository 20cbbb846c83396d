/**
 * Ways to bytes, held against a program that shares no line with this one: sums come to what they
 * claim, ranges are where it says, and the last step has the byte.
 */
import { expect, test } from "vitest";
import type { Image } from "../erofs/image";
import { readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { contentsOf } from "../testing/oracle/contents";
import { hasContents, type Inode } from "../testing/oracle/inode";
import { ownersOf } from "../testing/oracle/owners";
import { type OwnedPiece, ownerAt } from "../testing/oracle/pieces";
import { volumeOf } from "../testing/oracle/test-files";
import { readTree, type TreeEntry } from "../testing/oracle/tree";
import type { Volume } from "../testing/oracle/volume";
import { ownersIn } from "../testing/owners";
import { chance, pick } from "../testing/shuffled";
import { byteAt, faults, inodesOf, placeOf, sizesOf } from "./going.fixture";
import type { Walk } from "./step";
import { walkToByte, walkToContents } from "./walk";

const images: readonly TestImage[] = [...fixtures.good, ...(readCorpus()?.good ?? [])];

/** Files asked for of one image, and bytes of each. */
const FILES = 2;
const BYTES = 1;
/** Bytes asked for in all spaces of an image together, and in each at least. */
const PLACES = 16;
const LEAST = 1;

const latin1 = (path: string): Uint8Array => Uint8Array.from(path, (c) => c.charCodeAt(0));

/** Several of a list, the same each time. */
function some<T>(list: readonly T[], count: number, random: () => number): T[] {
	if (list.length <= count) return [...list];
	return Array.from({ length: count }, () => list[pick(random, list.length)] as T);
}

const MOST_CONTENTS = 32n << 20n;

function readable(tree: readonly TreeEntry[]): TreeEntry[] {
	return tree.filter(
		({ inode }) => hasContents(inode) && inode.size > 0n && inode.size <= MOST_CONTENTS,
	);
}

/** One of each layout, and others by chance. */
function chosen(tree: readonly TreeEntry[], random: () => number): TreeEntry[] {
	const layouts = new Map(tree.map((entry) => [entry.inode.layout, entry] as const));
	return [...new Set([...layouts.values(), ...some(tree, FILES, random)])];
}

const bytesOf = (size: number, random: () => number): number[] => [
	...new Set([0, size - 1, ...Array.from({ length: BYTES }, () => pick(random, size))]),
];

/** What is wrong with the ways to some bytes of a file, in words. */
async function contentFaults(
	image: Image,
	volume: Volume,
	entry: TreeEntry,
	random: () => number,
): Promise<string[]> {
	const truth = contentsOf(volume, entry.inode);
	const sizes = sizesOf(volume).set(`file:${entry.inode.nid}`, truth.length);
	const wrong: string[] = [];
	for (const n of bytesOf(truth.length, random)) {
		const walk = await walkToContents(image, latin1(entry.path), n);
		const fault = (what: string) => wrong.push(`byte ${n} of ${entry.path}: ${what}`);
		for (const one of faults(walk, sizes)) fault(one);
		const byte = byteAt(volume, walk);
		if (byte !== truth[n]) fault(`${byte}, not ${truth[n]}`);
		if (!inodesOf(walk).includes(placeOf(entry.inode))) fault("not past its inode");
	}
	return wrong;
}

/** Whose bytes nobody's way leads to. */
const NOBODYS: ReadonlySet<string> = new Set(["boot", "unclaimed", "orphan", "after-image"]);

/** What is wrong with the way to a byte of a space, in words. */
function placeFaults(walk: Walk, sizes: ReadonlyMap<string, number>, byte: Asked): string[] {
	const { space, offset, owner, inodes } = byte;
	const wrong = faults(walk, sizes);
	const end = NOBODYS.has(owner?.kind ?? "") ? "nowhere" : "byte";
	if (owner?.kind !== "padding" && walk.end !== end) wrong.push(`ends ${walk.end}, not ${end}`);
	const last = walk.end === "byte" ? walk.steps.at(-1)?.at : walk.steps.map(({ at }) => at[0]);
	if (!last?.some((at) => at.space === space && at.start <= offset && offset < at.end))
		wrong.push("no step has the byte");
	const known = owner?.nids.map((nid) => inodes.get(nid)).filter((inode) => inode !== undefined);
	const past = inodesOf(walk);
	if (walk.end === "byte" && known?.length && !known.some((one) => past.includes(placeOf(one))))
		wrong.push("not past its owner");
	return wrong.map((fault) => `${space}:${offset}, ${owner?.kind} of ${owner?.nids}: ${fault}`);
}

interface Asked {
	readonly space: string;
	readonly offset: number;
	/** By the oracle. */
	readonly owner: OwnedPiece | undefined;
	readonly inodes: ReadonlyMap<bigint, Inode>;
}

test.each(images)("$name: ways lead past the owner, and arrive at the byte", async (testImage) => {
	const image = await openTestImage(testImage);
	const volume = volumeOf(testImage);
	const tree = readTree(volume);
	const wrong: string[] = [];
	const byFile = chance(11);
	for (const entry of chosen(readable(tree), byFile))
		wrong.push(...(await contentFaults(image, volume, entry, byFile)));

	const { spaces } = ownersOf(volume);
	const owners = await ownersIn(image);
	const inodes = new Map(tree.map(({ inode }) => [inode.nid, inode]));
	const random = chance(5);
	for (const [space, pieces] of spaces) {
		const size = pieces.at(-1)?.end ?? 0;
		const count = size > 0 ? Math.max(LEAST, Math.floor(PLACES / spaces.size / 2)) : 0;
		const offsets = new Set([
			...some(pieces, count, random).map(({ start, end }) => start + pick(random, end - start)),
			...Array.from({ length: count }, () => pick(random, size)),
		]);
		const sizes = sizesOf(volume).set(space, size);
		for (const offset of offsets) {
			const walk = await walkToByte(image, owners, space, offset);
			const owner = ownerAt(spaces, space, offset);
			wrong.push(...placeFaults(walk, sizes, { space, offset, owner, inodes }));
		}
	}
	expect(wrong).toEqual([]);
});
