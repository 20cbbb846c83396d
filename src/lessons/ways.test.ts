/**
 * Every way worth going, found in images of many layouts and gone to its end: the sums come to what
 * they claim, and what stands there is what a program says that shares no line with this one.
 */
import { describe, expect, test } from "vitest";
import { nameBytes } from "../base/text";
import type { AlongPath } from "../base/way";
import type { Image } from "../erofs/image";
import { readCorpus } from "../testing/corpus";
import { fixture, hugeFixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { contentsOf } from "../testing/oracle/contents";
import { directoryBlocks } from "../testing/oracle/directory";
import { volumeOf } from "../testing/oracle/test-files";
import { readTree } from "../testing/oracle/tree";
import type { Volume } from "../testing/oracle/volume";
import { sampleImage } from "../testing/samples";
import { byteAt, faults, inodesOf, placeOf, sizesOf } from "../walks/going.fixture";
import type { Walk } from "../walks/step";
import { walkToAttribute, walkToContents, walkToPath } from "../walks/walk";
import { findGoal } from "./goal";
import { WAYS } from "./ways";

const SAMPLES = [
	"plain",
	"lz4",
	"editions",
	"many-files",
	"shelf",
	"two-devices",
	"algorithms",
	"modern",
];
const FIXTURES = [
	"plain-default",
	"dirs-dot-omitted",
	"metabox-frag",
	"metabox-zD",
	"xattr-default",
	"xattr-bigvalues",
	"chunk-4096-indexes",
	"chunk-4096-blockmap",
	"merged-2layers",
	"blobdev-48bit",
	"tarlayer2",
	"lz4hc-b1024",
	"deflate-frag",
	"tinyz-lz4",
	"b48-rec8",
	"b48-lz4hc-dedupe",
	"zstd-ztail-C65536",
];
/** Of a larger corpus those with what few of the small images have. */
const RARE = /ztail|rec|48|over4g|metabox|prefix|blobdev/;
const IMAGES: readonly (readonly [string, TestImage])[] = [
	...SAMPLES.map((id) => [`sample ${id}`, sampleImage(id)] as const),
	...[...FIXTURES.map(fixture), ...hugeFixtures].map((image) => [image.name, image] as const),
	...(readCorpus()?.good ?? [])
		.filter(({ name }) => RARE.test(name))
		.map((image) => [`corpus ${image.name}`, image] as const),
];

const AT_LEAST = 3;
/** Enough of each, unless all of a corpus is asked for. */
const MOST = readCorpus() ? Number.POSITIVE_INFINITY : AT_LEAST + 1;
/** Two of the small images have compressed tails; more are in the corpus. */
const FEWER: Readonly<Record<string, number>> = { "packed-tail": 2 };
const met = new Map(WAYS.map(({ id }) => [id, new Set<string>()]));

function go(image: Image, { path, byte, xattr }: AlongPath): Promise<Walk> {
	const names = nameBytes(path);
	if (byte !== undefined) return walkToContents(image, names, byte);
	return xattr === undefined
		? walkToPath(image, names)
		: walkToAttribute(image, names, nameBytes(xattr));
}

const inodeAt = (volume: Volume, path: string) =>
	readTree(volume).find((entry) => (entry.path === "/" ? "/" : `/${entry.path}`) === path)?.inode;

/** The bytes of the last step, as the oracle has them. */
function lastBytes(volume: Volume, { steps }: Walk): string {
	const [at] = steps.at(-1)?.at ?? [];
	const space = [volume.image, volume.metabox, volume.packed].find(
		(each) => each?.name === at?.space,
	);
	return Buffer.from(space?.slice(at?.start ?? 0, at?.end ?? 0) ?? []).toString("latin1");
}

/** Between which names of its directory one would stand, by all of them. */
function gapOf(volume: Volume, path: string): string {
	const cut = path.lastIndexOf("/");
	const directory = inodeAt(volume, path.slice(0, cut) || "/");
	if (!directory) throw new Error(`nothing is at ${path.slice(0, cut)}`);
	const blocks = directoryBlocks(contentsOf(volume, directory), volume.blockSize);
	const names = blocks.flatMap(({ dirents }) => dirents.map(({ name }) => name));
	const wanted = path.slice(cut + 1);
	expect(names).not.toContain(wanted);
	const before = names.filter((name) => name < wanted).at(-1);
	const behind = names.find((name) => name > wanted);
	if (before === undefined) return `before “${behind}”, the first name`;
	return behind === undefined
		? `behind “${before}”, the last name`
		: `between “${before}” and “${behind}”`;
}

/** Of larger files only the steps are held, and not what stands at the end. */
const MOST_CONTENTS = 32n << 20n;

function hold(volume: Volume, id: string, to: AlongPath, walk: Walk): void {
	const { path, byte, xattr } = to;
	const sizes = sizesOf(volume);
	const inode = inodeAt(volume, path);
	if (inode) sizes.set(`file:${inode.nid}`, Number(inode.size));
	expect(faults(walk, sizes)).toEqual([]);
	for (const { text, why, since } of walk.steps)
		expect({ text, why: why !== undefined, since }).toMatchObject({
			why: true,
			since: expect.stringMatching(/^\d\.\d+$/),
		});
	if (id === "absent") {
		expect(walk.end).toBe("absent");
		expect(walk.steps.at(-1)?.text).toContain(gapOf(volume, path));
		return;
	}
	if (!inode) throw new Error(`the oracle finds nothing at ${path}`);
	expect(inodesOf(walk)).toContain(placeOf(inode));
	if (byte !== undefined) {
		expect(walk.end).toBe(id === "hole" ? "hole" : "byte");
		if (inode.size <= MOST_CONTENTS)
			expect(byteAt(volume, walk)).toBe(contentsOf(volume, inode)[byte]);
	} else if (xattr === undefined) expect(walk.end).toBe("inode");
	else expect(walk.end).toBe(id === "attribute" ? "byte" : "absent");
}

describe.each(IMAGES)("%s", (name, testImage) => {
	test("ways lead where they should", async () => {
		const image = await openTestImage(testImage);
		const volume = volumeOf(testImage);
		for (const { id } of WAYS) {
			if ((met.get(id)?.size ?? 0) >= MOST) continue;
			const goal = await findGoal(image, id);
			if ("lacks" in goal) continue;
			if (!("path" in goal.to)) throw new Error("it leads along a path");
			met.get(id)?.add(name);
			const walk = await go(image, goal.to);
			hold(volume, id, goal.to, walk);
		}
	});
});

test("each way is gone in several images", () => {
	for (const [id, names] of met)
		expect(names.size, id).toBeGreaterThanOrEqual(FEWER[id] ?? AT_LEAST);
});

const ATTRIBUTED = ["xattr-default", "xattr-bigvalues", "xattr-prefix", "xattr-metabox-prefix"];

test.each(ATTRIBUTED)("attributes of %s are found by their names, and no others", async (name) => {
	const testImage = fixture(name);
	const image = await openTestImage(testImage);
	const volume = volumeOf(testImage);
	let seen = 0;
	for (const { path, xattrs } of testImage.manifest()) {
		if (!xattrs || Object.keys(xattrs).length === 0 || !/^[\w./-]+$/.test(path)) continue;
		if (++seen > 3) break;
		const names = nameBytes(`/${path}`);
		for (const [key, value] of Object.entries(xattrs)) {
			const walk = await walkToAttribute(image, names, nameBytes(key));
			expect({ path, key, end: walk.end }).toEqual({ path, key, end: "byte" });
			expect(faults(walk, sizesOf(volume))).toEqual([]);
			expect(lastBytes(volume, walk)).toBe(Buffer.from(value, "base64").toString("latin1"));
		}
		for (const absent of ["user.absent", "security.none", "trusted.no"])
			expect((await walkToAttribute(image, names, nameBytes(absent))).end).toBe("absent");
	}
	expect(seen).toBeGreaterThan(0);
});

test("a path through what is no directory ends there, and a link says where it points", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	const through = await walkToPath(image, nameBytes("/a.txt/below"));
	expect(through.end).toBe("absent");
	expect(through.steps.at(-1)?.field).toBe("erofs_inode_compact.i_mode");
	const link = await walkToPath(image, nameBytes("/link"));
	expect(link.end).toBe("inode");
	expect(link.steps.at(-1)?.text).toBe("It is a link to “a.txt”.");
});
