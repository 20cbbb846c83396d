/**
 * Lessons on images of the reader's: each answer is worked out anew by a program that shares no
 * line with this one, on images of many layouts.
 */
import { expect, test } from "vitest";
import { readCorpus } from "../testing/corpus";
import { badFixture, fixture } from "../testing/fixtures";
import { type GoodImage, openTestImage, type TestImage } from "../testing/image-set";
import { volumeOf } from "../testing/oracle/test-files";
import { sampleImage } from "../testing/samples";
import { LESSONS } from "./index";
import { answersOf } from "./own-truths.fixture";
import { tellStep } from "./play";
import { answerText, faultsOf } from "./playing.fixture";

const BASICS = ["superblock", "inodes", "directories"];
const COMPRESSED = ["indexes", "big-units", "fragments"];

/** Images of all layouts, forms and sizes of blocks, and what is done on them. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
	"plain-default": [...BASICS, "contents", "attributes"],
	"plain-b65536": [...BASICS, "contents"],
	"dirs-many-b512": ["directories"],
	"lz4hc-b1024": ["directories", ...COMPRESSED, "attributes"],
	"dirs-dot-omitted": ["directories"],
	"metabox-frag": ["superblock", "inodes"],
	"tiny-plain": [...BASICS, "contents"],
	"tar-headerball": [...BASICS, "contents"],
	"time-far": ["inodes", "contents"],
	"offset-8192": ["inodes"],
	layer1: ["contents"],
	"xattr-metabox-prefix": ["attributes"],
	"sample lz4": [...COMPRESSED, "on-demand"],
	"sample algorithms": ["big-units"],
	"sample two-devices": ["contents", "devices"],
	"sample broken": ["big-units"],
	"deflate-frag": [...COMPRESSED, "on-demand"],
	"lzma-frag": COMPRESSED,
	"b48-rec8": BASICS,
	"chunk-4096-indexes": ["contents"],
	"chunk-4096-blockmap": ["contents"],
	"merged-2layers": ["contents", "devices"],
	"blobdev-48bit": ["contents", "devices"],
	tarlayer2: ["devices"],
	"xattr-prefix": ["attributes"],
	"xattr-prefix-plain": ["attributes"],
	"xattr-default": ["attributes"],
	"lz4hc-b512": COMPRESSED,
	"lz4hc-b8192": COMPRESSED,
	"lz4hc-frag": [...COMPRESSED, "on-demand"],
	"lz4hc-allfrag-dedupe-ztail": COMPRESSED,
	"zstd-b16384-C65536-frag": COMPRESSED,
	"zstd-ztail-C65536": [...COMPRESSED, "on-demand"],
	"sample editions": ["indexes", "fragments"],
	"crafted-head2-lz4": ["indexes"],
	"lz4-legacy-ztail": COMPRESSED,
	"tinyz-lz4": [...COMPRESSED, "on-demand"],
	"multialg-hints": COMPRESSED,
};

/** Images of the corpus, for steps that need what is rare. */
const RARE: Readonly<Record<string, readonly string[]>> = {
	"lz4hc-dedupe": ["fragments"],
	"lz4hc-dedupe-C65536": ["fragments"],
	"zstd-dedupe": ["fragments"],
	"lz4-C16384": ["big-units"],
	"deflate-ztail-C65536": ["big-units"],
};
const corpus = readCorpus()?.good;

const SAMPLE = "sample ";

function imageNamed(name: string): GoodImage | TestImage {
	if (name.startsWith(SAMPLE)) return sampleImage(name.slice(SAMPLE.length));
	return corpus?.find((image) => image.name === name) ?? fixture(name);
}

/** Each step that can be done on images of readers is done on as many, where the corpus is at hand. */
const AT_LEAST = 3;

const steps = LESSONS.flatMap((lesson) => lesson.steps.map((_, step) => ({ lesson, step })));
/** On how many images each step was told. */
const counts = new Map(steps.map(({ lesson, step }) => [`${lesson.id} ${step + 1}`, 0]));

test.each(Object.entries({ ...IMAGES, ...(corpus ? RARE : {}) }))("%s", async (name, lessons) => {
	const testImage = imageNamed(name);
	const image = await openTestImage(testImage);
	const volume = volumeOf(testImage);
	for (const { lesson, step } of steps) {
		if (!lessons.includes(lesson.id)) continue;
		const key = `${lesson.id} ${step + 1}`;
		const told = await tellStep(image, { lesson: lesson.id, step, own: true });
		if ("lacks" in told) continue;
		const { telling, nid } = told;
		counts.set(key, (counts.get(key) ?? 0) + 1);
		expect(faultsOf(telling), key).toEqual([]);
		const expected = answersOf(volume, key, telling, nid);
		const answers = telling.asks.map(answerText);
		expect({ key, path: told.path, answers }).toEqual({ key, path: told.path, answers: expected });
	}
});

/** Damaged images with one fault each, and where it is. */
const FAULTS = [
	"lz4-offset-zero",
	"fragment-offset-beyond",
	"inode-bad-mode",
	"inode-reserved-layout",
];

test.each(FAULTS)("a fault of the reader's own image: %s", async (name) => {
	const bad = badFixture(name);
	const image = await openTestImage(bad);
	const lesson = "find-fault";
	const [causes, closing] = await Promise.all(
		[0, 6].map((step) => tellStep(image, { lesson, step, own: true })),
	);
	for (const [told, key] of [
		[causes, "find-fault 1"],
		[closing, "find-fault 7"],
	] as const) {
		if (!told || "lacks" in told) throw new Error(`${key} lacks ${told?.lacks}`);
		expect(faultsOf(told.telling), key).toEqual([]);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	if (!causes || "lacks" in causes || !closing || "lacks" in closing) return;
	expect(causes.telling.asks.map(answerText)).toEqual(["1"]);
	const [question] = closing.telling.asks;
	if (question?.kind !== "place") throw new Error("no place is asked for");
	const { space, start, end } = question.answer;
	const isEdited = bad.edits.some(({ offset, length }) => start < offset + length && offset < end);
	expect({ space, isEdited }).toEqual({ space: "image", isEdited: true });
});

test("what is not damaged is no image to find a fault in", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	expect(await tellStep(image, { lesson: "find-fault", step: 0, own: true })).toMatchObject({
		lacks: expect.stringContaining("break a copy of yours on the bench"),
	});
});

test("each step is done on several images", () => {
	const isOwn = ({ lesson, step }: (typeof steps)[number]) => lesson.steps[step]?.own !== "never";
	const own = steps.filter(isOwn).map(({ lesson, step }) => `${lesson.id} ${step + 1}`);
	expect(
		own
			.filter((key) => (counts.get(key) ?? 0) < (corpus ? AT_LEAST : 1))
			.map((key) => `${key}: ${counts.get(key)}`),
	).toEqual([]);
});
