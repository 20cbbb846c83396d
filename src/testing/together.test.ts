/**
 * Many readers of one image at once, over a source whose reads end in any order: each must
 * answer what it answers alone over bytes in memory.
 */
import { beforeAll, expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { codecs } from "../codecs/index";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { openSession, type Session } from "../worker/session";
import { corpusImages, readCorpus } from "./corpus";
import { fixtures } from "./fixtures";
import { devicesOf, sourceOf, type TestImage } from "./image-set";
import { shuffledSource } from "./shuffled";
import { type Asked, answerOf, type Job, jobsFor } from "./together";

type Wrap = (source: ByteSource) => ByteSource;

const KiB = 1024;
const SMALL_PAGES = {
	pageSize: KiB,
	budget: 4 * KiB,
	maxRequest: 2 * KiB,
	leastRequest: KiB,
	mergeGap: 0,
	readAhead: 4 * KiB,
};

/** What stands between the readers and the source. */
const STACKS: readonly [name: string, over: Wrap][] = [
	["no cache", (source) => source],
	["a cache of four small pages", (source) => new PageCache(source, SMALL_PAGES)],
	["the cache for networks", (source) => new PageCache(source, REMOTE_PAGES)],
];

async function open(image: TestImage, wrap: Wrap): Promise<Session> {
	const sources = [sourceOf(image), ...devicesOf(image)].map(wrap);
	const session = await openSession(sources, { offset: 0, remote: false });
	// What is annotated depends on what has been met.
	await session.owners.join(new AbortController().signal);
	return session;
}

/** @returns the jobs whose answers differ, and where; long ones are asked over one of the stacks. */
async function differences(
	image: TestImage,
	seed: number,
	stacks: typeof STACKS,
	asked: Asked,
): Promise<string[]> {
	const alone = await open(image, (source) => source);
	const jobs = await jobsFor(alone, seed, asked);
	const expected: string[] = [];
	for (const job of jobs) expected.push(await answerOf(job, alone));
	const wrong: string[] = [];
	for (const [n, [stack, over]] of stacks.entries()) {
		const isOwn = ({ isLong }: Job) => !isLong || n === seed % stacks.length;
		const together = await open(image, (source) => over(shuffledSource(source, seed)));
		const answers = await Promise.all(
			jobs.map((job) => (isOwn(job) ? answerOf(job, together) : undefined)),
		);
		for (const [i, { name }] of jobs.entries()) {
			const [one, other] = [expected[i] as string, answers[i]];
			if (other !== undefined && one !== other)
				wrong.push(`${stack}: ${name}: ${parting(one, other)}`);
		}
	}
	return wrong;
}

/** Where two texts part, and what they say there. */
function parting(alone: string, together: string): string {
	let at = 0;
	while (alone[at] === together[at]) at++;
	const shown = (text: string) => `…${text.slice(Math.max(0, at - 80), at + 80)}…`;
	return `alone ${shown(alone)}, together ${shown(together)}`;
}

function numbered(images: readonly TestImage[]) {
	return images.map((image, i) => ({ ...image, i }));
}

// Loading is not what is tested, and takes a time of its own.
beforeAll(async () => {
	for (const codec of codecs) await codec.load();
});

it.each(numbered(fixtures.good))("$name", async ({ i, ...image }) => {
	expect(await differences(image, i, STACKS, { inodes: 10, whole: "archives" })).toEqual([]);
});

async function expectNoneIfOpen(image: TestImage): Promise<void> {
	const found = differences(image, 1, STACKS.slice(1, 2), { inodes: 6, whole: "archives" });
	try {
		expect(await found).toEqual([]);
	} catch (error) {
		// One that cannot be opened alone has no readers.
		await expect(
			open(image, (source) => source),
			`${error}`,
		).rejects.toThrow();
	}
}

it.each(fixtures.bad)("$name, which is damaged", expectNoneIfOpen);

it.each(corpusImages("others"))("corpus: $name, made by others", expectNoneIfOpen);
it.each(corpusImages("cases"))("corpus: $name, after a report", expectNoneIfOpen);

const corpus = readCorpus()?.good ?? [];

/** Asked of one image after the other: each kind of question meets each stack. */
const WHOLES = ["archives", "nothing", "manifest", "nothing", "manifest"] as const;

// There are many, so each is asked for less, over one stack of the three.
it.each(numbered(corpus))("corpus: $name", async ({ i, ...image }) => {
	const stacks = [STACKS[i % STACKS.length] as (typeof STACKS)[number]];
	const whole = WHOLES[i % WHOLES.length] ?? "nothing";
	expect(await differences(image, i, stacks, { inodes: 6, whole })).toEqual([]);
});
