/**
 * Every lesson, played to its end. On the samples each range and answer is held against numbers
 * that were read from their bytes by hand; on other images against a program that shares no line
 * with this one.
 */
import { describe, expect, test } from "vitest";
import type { Image } from "../erofs/image";
import { openSample } from "../testing/samples";
import { judge, parseNumber } from "./answer";
import { LESSONS } from "./index";
import type { Lesson, Question, Telling } from "./lesson";
import { tellStep } from "./play";
import { answerText, faultsOf, rangeText } from "./playing.fixture";
import { TRUTHS } from "./truths.fixture";

const opened = new Map<string, Promise<Image>>();

function sample(id: string): Promise<Image> {
	const image = opened.get(id) ?? openSample(id);
	opened.set(id, image);
	return image;
}

async function tell(lesson: Lesson, step: number): Promise<Telling> {
	const { sample: id = "", edits } = lesson.steps[step] ?? {};
	const image = edits ? await openSample(id, edits) : await sample(id);
	const told = await tellStep(image, { lesson: lesson.id, step, own: false });
	if ("lacks" in told) throw new Error(`the sample lacks ${told.lacks}`);
	return told.telling;
}

/** Whether what a step selects is an answer to what it asks. */
const answeredByItself = ({ at, blind, asks }: Telling): boolean =>
	at !== undefined && !blind && asks.some((ask) => ask.kind === "place" && judge(ask, at).right);

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))("%s", (id, lesson) => {
	test("each step on its sample says what its bytes are", async () => {
		const told = [];
		for (const step of lesson.steps.keys()) {
			const telling = await tell(lesson, step);
			expect(faultsOf(telling), `${id} ${step + 1}`).toEqual([]);
			expect(answeredByItself(telling), `${id} ${step + 1}`).toBe(false);
			told.push([telling.at ? rangeText(telling.at) : "-", ...telling.asks.map(answerText)]);
		}
		expect(told).toEqual(TRUTHS[id]);
	});

	test("it ends with an exercise, and only its last step is one", () => {
		expect(lesson.steps.map(({ closing = false }) => closing)).toEqual(
			lesson.steps.map((_, i) => i === lesson.steps.length - 1),
		);
	});
});

/** Words of the format that nobody knows who has not been told. */
const HARD = LESSONS.flatMap(({ steps }) => steps.flatMap(({ terms = [] }) => terms));

test("no word of the format is used before it is explained", async () => {
	const known = new Set<string>();
	for (const lesson of LESSONS) {
		for (const [i, { terms = [] }] of lesson.steps.entries()) {
			const { text, asks, after = "" } = await tell(lesson, i);
			const all = [...text, ...asks.flatMap(({ ask, hints }) => [ask, ...hints]), after].join(" ");
			for (const term of terms) {
				expect(all, `${lesson.id} ${i + 1} explains it`).toMatch(
					new RegExp(`\\*\\*${term}(?:e?s)?\\*\\*`),
				);
				known.add(term);
			}
			const prose = all.replace(/`[^`]*`|\/\S+/g, "");
			const early = HARD.filter(
				(term) => !known.has(term) && new RegExp(`\\b${term}s?\\b`, "i").test(prose),
			);
			expect({ step: `${lesson.id} ${i + 1}`, early }).toEqual({
				step: `${lesson.id} ${i + 1}`,
				early: [],
			});
		}
	}
});

test("sentences are short", async () => {
	for (const lesson of LESSONS) {
		for (const i of lesson.steps.keys()) {
			const { text } = await tell(lesson, i);
			for (const sentence of text.flatMap((paragraph) => paragraph.split(/(?<=[.?:;]) /))) {
				const words = sentence.replace(/`[^`]*`(, )?/g, "").split(" ").length;
				expect({ sentence, words: Math.min(words, 30) }).toEqual({ sentence, words });
			}
		}
	}
});

test("numbers are taken as people type them", () => {
	expect(parseNumber("90,112")).toBe(90112);
	expect(parseNumber(" 0x1000 ")).toBe(4096);
	expect(parseNumber("4 KiB")).toBe(4096);
	expect(parseNumber("4096 bytes")).toBe(4096);
	expect(parseNumber("0xffffffffffffffff")).toBe(2n ** 64n - 1n);
	// Larger than any right answer, and a number all the same.
	expect(parseNumber("100000000000000000000000")).toBe(10n ** 23n);
	for (const text of ["", "four", "0x", "-1", "1.5"]) expect(parseNumber(text)).toBeUndefined();
});

test("the damaged sample, repaired as the lesson says, is another sample, byte for byte", async () => {
	const edits = ["0x995:00", "0xea5:81", "0x2034:3100"];
	const { source } = (await openSample("broken", edits)).primary;
	const whole = (await sample("lz4")).primary.source;
	const bytes = await Promise.all([source.read(0, source.size), whole.read(0, whole.size)]);
	expect(Buffer.compare(...bytes)).toBe(0);
	const image = await openSample("broken", edits);
	const told = await tellStep(image, { lesson: "find-fault", step: 5, own: false });
	expect("telling" in told && told.telling.text.join(" ")).toContain("Nothing is wrong any more.");
});

test("a usual mistake has its own sentence", async () => {
	const [superblock] = LESSONS as [Lesson];
	const { asks } = await tell(superblock, 0);
	const [magic] = asks as [Question];
	expect(judge(magic, "0xe2e1f5e0").say).toContain("highest byte first");
	expect(judge(magic, "e0f5e1e2")).toEqual({ right: false, say: "Hex needs 0x in front." });
	expect(judge(magic, "four").say).toContain("Type a number");
	expect(judge(magic, "12").say).toBeUndefined();
});
