/**
 * Lessons on images of the reader's: each answer is worked out anew by a program that shares no
 * line with this one, on images of many layouts.
 */
import { expect, test } from "vitest";
import { fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { openVolume } from "../testing/oracle/open";
import { filesOf } from "../testing/oracle/test-files";
import { LESSONS } from "./index";
import { answersOf } from "./own-truths.fixture";
import { tellStep } from "./play";
import { answerText, faultsOf } from "./playing.fixture";

/** One of each layout, form and size of blocks. */
const IMAGES = [
	"plain-default",
	"dirs-many-b512",
	"lz4hc-b512",
	"lz4hc-b1024",
	"plain-b65536",
	"chunk-4096-indexes",
	"merged-2layers",
	"metabox-dirs",
	"xattr-prefix",
	"lz4hc-frag",
	"b48-rec8",
].map(fixture);

/** Each step that can be done on images of readers is done on as many. */
const AT_LEAST = 3;

const steps = LESSONS.flatMap((lesson) => lesson.steps.map((_, step) => ({ lesson, step })));
/** On how many images each step was told. */
const counts = new Map(steps.map(({ lesson, step }) => [`${lesson.id} ${step + 1}`, 0]));

test.each(IMAGES.map((each) => [each.name, each] as const))("%s", async (_, testImage) => {
	const image = await openTestImage(testImage);
	const volume = openVolume(filesOf(testImage));
	for (const { lesson, step } of steps) {
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

test("each step is done on several images", () => {
	expect([...counts].filter(([, count]) => count < AT_LEAST)).toEqual([]);
});
