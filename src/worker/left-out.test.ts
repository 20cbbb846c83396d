/** Sums over an image have nothing in them that it could not hold, and say what they are without. */
import { expect, test } from "vitest";
import { capacityOf } from "../erofs/possible";
import { readCorpus } from "../testing/corpus";
import { badFixture, fixtures, hugeFixtures } from "../testing/fixtures";
import { devicesOf, sourceOf, type TestImage } from "../testing/image-set";
import { openSession } from "./session";

async function surveyed(image: TestImage) {
	const sources = [sourceOf(image), ...devicesOf(image)];
	const session = await openSession(sources, { offset: 0, remote: false });
	const survey = await session.surveyor.join(new AbortController().signal, () => {});
	return { survey, image: session.image, findings: session.log.findings };
}

const corpus = readCorpus();
const good = [...fixtures.good, ...hugeFixtures, ...(corpus?.good ?? [])];
const bad = [...fixtures.bad, ...(corpus?.bad ?? [])];
const named = (list: readonly TestImage[]) => list.map((image) => [image.name, image] as const);

test.each(named(good))("%s: nothing left out", async (_, image) => {
	const { survey } = await surveyed(image);
	expect(survey.leftOut.count).toBe(0);
});

/** No block size, no magic number, no superblock: not opened at all. */
const UNOPENED = /^(sb-blkszbits-(0|8|17|31|255)|sb-wrong-magic|truncated-(1023|sb-middle))$/;

test.each(named(bad.filter(({ name }) => !UNOPENED.test(name))))(
	"%s: stores no more than there is",
	async (_, damaged) => {
		const { survey, image, findings } = await surveyed(damaged);
		expect(survey.stored).toBeLessThanOrEqual(Number(capacityOf(image)));
		const impossible = findings.filter(({ code }) => code.endsWith("-impossible"));
		expect(impossible).toHaveLength(survey.leftOut.count);
	},
);

test.each([
	["symlink-size-huge", 1n << 40n],
	["extent-bomb", 1n << 40n],
	["inode-size-4g-dir", 0xfffffff0n],
])("%s: its claim is told apart", async (name, claimed) => {
	const { survey } = await surveyed(badFixture(name));
	expect(survey.leftOut).toMatchObject({ count: 1, size: Number(claimed) });
	expect(survey.size).toBeLessThan(1_000_000);
});
