/** Ways into damage: they end, at the byte that is wrong, and say so. */
import { describe, expect, test } from "vitest";
import { isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { concat } from "../base/text";
import { Census } from "../census/census";
import { open } from "../checks/open";
import type { Image } from "../erofs/image";
import { memorySource } from "../sources/memory";
import { overlaySource } from "../sources/overlay";
import { worked } from "../testing/arithmetic";
import { readCorpus } from "../testing/corpus";
import { badFixture, fixture, fixtures } from "../testing/fixtures";
import { type BadImage, openTestImage, sourceOf } from "../testing/image-set";
import { ownersIn, spaceIn } from "../testing/owners";
import { planted as plant } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { chance, pick } from "../testing/shuffled";
import type { Walk } from "./step";
import { walkToAttribute, walkToByte, walkToContents, walkToPath } from "./walk";
import type { WalkOptions } from "./walker";

const bad: readonly BadImage[] = [...fixtures.bad, ...(readCorpus()?.bad ?? [])];

/** The filter of an inode of `tiny-plain`, and the name of one of its attributes. */
const FILTER = 20_224;
const NAME = 20_256;

const MOST_PATHS = 20;
const MOST_NAMED = 6;
const PLACES = 20;

/** What is asked for need not be there. */
async function tried(walk: Promise<Walk>): Promise<Walk | undefined> {
	try {
		return await walk;
	} catch (error) {
		expect(error).toMatchObject({ info: { kind: "io" } });
		return undefined;
	}
}

function checkWalk({ steps, end }: Walk, found: readonly Finding[]): void {
	expect(steps.length).toBeLessThan(5000);
	const wrong = steps.filter(
		({ sum, at: [at] }) =>
			sum &&
			(worked(sum.text) !== BigInt(sum.value) || (sum.of === "place" && sum.value !== at.start)),
	);
	expect(wrong).toEqual([]);
	const last = steps.at(-1);
	if (end === "damage") expect(found).toContainEqual(last?.finding);
	else expect(last?.finding).toBeUndefined();
}

/** Ways to files of the image that have names. */
async function fileWays(image: Image): Promise<Walk[]> {
	const { tree } = await take(image);
	const ways: Walk[] = [];
	const random = chance(3);
	for (let i = 0; i < Math.min(tree.entries.count, MOST_PATHS); i++) {
		const path = tree.pathOfEntry(i);
		for (const n of [0, pick(random, 10_000)]) {
			const found: Finding[] = [];
			const walk = await tried(
				walkToContents(image, path, n, { report: (finding) => found.push(finding) }),
			);
			if (!walk) continue;
			checkWalk(walk, found);
			ways.push(walk);
		}
	}
	return ways;
}

/** Some paths, names beside them that are not there, and attributes. */
async function namedWays(image: Image): Promise<void> {
	const { tree } = await take(image);
	const text = (name: string) => new TextEncoder().encode(name);
	for (let i = 0; i < Math.min(tree.entries.count, MOST_NAMED); i++) {
		const path = tree.pathOfEntry(i);
		const goes = [
			(options: Partial<WalkOptions>) => walkToPath(image, path, options),
			(options: Partial<WalkOptions>) => walkToPath(image, concat([path, text("~")]), options),
			(options: Partial<WalkOptions>) => walkToAttribute(image, path, text("user.two"), options),
		];
		for (const go of goes) {
			const found: Finding[] = [];
			checkWalk(await go({ report: (finding) => found.push(finding) }), found);
		}
	}
}

async function take(image: Image): Promise<Census> {
	const census = new Census(image);
	await census.take({}).catch((error) => {
		if (!isDamage(error)) throw error;
	});
	return census;
}

describe.each(bad)("$name", (test_image) => {
	test("no way into it runs for ever, or fails for another reason than damage", async () => {
		const image = await openTestImage(test_image).catch(() => undefined);
		if (!image || image.trouble) return;
		await fileWays(image);
		await namedWays(image);
		const owners = await ownersIn(image);
		const random = chance(9);
		const { size } = (await spaceIn(owners, "image")).shape;
		for (let i = 0; i < PLACES; i++) {
			const found: Finding[] = [];
			const report = (finding: Finding) => found.push(finding);
			const walk = await tried(walkToByte(image, owners, "image", pick(random, size), { report }));
			if (walk) checkWalk(walk, found);
		}
	});
});

/** Whether the bytes that a way ends at are those in which the image differs from the sound one. */
const isEdited = ({ edits }: BadImage, { steps }: Walk): boolean => {
	const [at] = steps.at(-1)?.at ?? [];
	return edits.some(
		({ offset, length }) => at?.space === "image" && at.start < offset + length && offset < at.end,
	);
};

test.each([
	"dirent-nid-beyond",
	"inode-reserved-layout",
	"fragment-offset-beyond",
	"symlink-size-huge",
	"lz4-offset-zero",
])("the way ends at the wrong bytes: %s", async (name) => {
	const test_image = badFixture(name);
	const ways = await fileWays(await openTestImage(test_image));
	const ended = ways.filter(({ end }) => end === "damage");
	expect(ended.length).toBeGreaterThan(0);
	expect(ended.filter((walk) => isEdited(test_image, walk)).length).toBe(ended.length);
});

test.each([
	{
		name: "z-nonhead-delta0-zero",
		path: "/rep",
		n: 4096,
		field: "z_erofs_lcluster_index.delta[0]",
	},
	{ name: "dirent-nameoff-decreasing", path: "/dir/f02", n: 0, field: "erofs_dirent.nameoff" },
	{ name: "dirent-nameoff0-beyond-block", path: "/dir/f03", n: 0, field: "erofs_dirent.nameoff" },
	{ name: "dirent-nid-beyond", path: "/dir/f03", n: 0, field: "erofs_dirent.nid" },
	{ name: "sb-rootnid-regular-file", path: "/x", n: 0, field: "erofs_super_block.rootnid_2b" },
	{
		name: "metabox-nid-self",
		path: "/x",
		n: 0,
		field: "erofs_super_block (extension).metabox_nid",
	},
])("the way to $path of $name ends at $field", async ({ name, path, n, field }) => {
	const test_image = badFixture(name);
	const image = await openTestImage(test_image);
	const walk = await walkToContents(image, new TextEncoder().encode(path), n);
	expect(walk.end).toBe("damage");
	expect(walk.steps.at(-1)?.field).toBe(field);
	expect(isEdited(test_image, walk)).toBe(true);
});

/** Faults of one field each, that a way goes by: also where only what follows from them is met. */
test.each(["extent-plen-limit", "inode-mode", "z-clusterbits", "chunk-device-bits"])(
	"no way goes by a field that breaks a rule, nor ends at what follows from it: %s",
	async (code) => {
		const planted = seeds.filter((seed) => seed.code === code);
		expect(planted.length).toBeGreaterThan(0);
		for (const seed of planted) {
			const ways = await fileWays(await open(memorySource(plant(seed))));
			const ended = ways.filter(({ end }) => end === "damage");
			expect(ended.length).toBeGreaterThan(0);
			const at = ended.map(({ steps }) => steps.at(-1)?.finding?.code);
			expect(new Set(at)).toEqual(new Set([code]));
		}
	},
);

test("that there is no such name is not told of an order that is none", async () => {
	const walkOf = async (image: Image, path: string) => {
		const { steps, end } = await walkToPath(image, new TextEncoder().encode(path));
		return { end, why: steps.at(-1)?.why };
	};
	const sound = await openTestImage(fixture("tiny-plain"));
	expect(await walkOf(sound, "/absent")).toMatchObject({
		end: "absent",
		why: expect.stringContaining("Names are in order: so none of the others can be it."),
	});
	const { image, directory, names } = await unsorted();
	expect(await walkOf(image, `${directory}/absent`)).toMatchObject({
		end: "absent",
		why: expect.stringContaining(`all ${names.length + 2} were read, and none is it`),
	});
	// Found, or seen to be where halving does not come to it: never told to be absent.
	for (const name of names.filter((one) => !one.startsWith("."))) {
		expect((await walkOf(image, `${directory}/${name}`)).end).not.toBe("absent");
	}
});

/** A directory whose names are not in order. */
async function unsorted(): Promise<{ image: Image; directory: string; names: string[] }> {
	const image = await openTestImage(badFixture("dirent-unsorted"));
	const { tree } = await take(image);
	const byParent = new Map<string, string[]>();
	for (let i = 0; i < tree.entries.count; i++) {
		const path = new TextDecoder().decode(tree.pathOfEntry(i));
		const cut = path.lastIndexOf("/");
		const parent = path.slice(0, cut);
		byParent.set(parent, [...(byParent.get(parent) ?? []), path.slice(cut + 1)]);
	}
	const found = [...byParent].find(([, names]) => names.join() !== names.toSorted().join());
	if (!found) throw new Error("All are in order.");
	return { image, directory: found[0], names: found[1] };
}

test("the way to an attribute ends at the filter that hides it", async () => {
	const source = sourceOf(fixture("tiny-plain"));
	const way = async (filter: number) => {
		const bytes = Uint8Array.of(filter);
		const image = await open(overlaySource(source, [{ space: "image", at: FILTER + 2, bytes }]));
		return walkToByte(image, await ownersIn(image), "image", NAME);
	};
	const { steps } = await way((await source.read(FILTER + 2, FILTER + 3))[0] ?? 0);
	expect(steps.map(({ text }) => text).join()).toContain("“user.two” has bit 22 of the filter");
	const hidden = await way(0xff);
	expect(hidden.end).toBe("damage");
	expect(hidden.steps.at(-1)).toMatchObject({
		field: "erofs_xattr_ibody_header.h_name_filter",
		finding: { code: "xattr-filter" },
	});
});
