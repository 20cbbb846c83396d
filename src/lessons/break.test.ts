/**
 * Every ready-made breakage on several images: the check tells what the list says, at the bytes that
 * were altered, and without the edits all is as it was.
 */
import { describe, expect, test } from "vitest";
import type { Alteration } from "../base/edits";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { open } from "../checks/open";
import { run } from "../checks/run";
import { mendingEdit } from "../erofs/checksum";
import type { Image } from "../erofs/image";
import { rootOf } from "../export/tree";
import { overlaySource } from "../sources/overlay";
import { fixture } from "../testing/fixtures";
import { sourceOf, type TestImage } from "../testing/image-set";
import { sampleImage } from "../testing/samples";
import { planBreakage } from "./break";
import { BREAKAGES, type Breakage } from "./breakages";

const IMAGES: readonly (readonly [string, TestImage])[] = [
	...["plain", "lz4", "editions", "many-files"].map((id) => [id, sampleImage(id)] as const),
	...["tinyz-lz4", "tiny-plain", "lz4hc-frag", "deflate-frag"].map(
		(name) => [name, fixture(name)] as const,
	),
];

const AT_LEAST = 3;

async function findingsOf(image: Image): Promise<readonly Finding[]> {
	const { findings, stopped } = await run(image, { start: rootOf(image), level: "contents" });
	if (stopped) throw stopped;
	return findings;
}

const named = ({ code, at }: Finding): string => `${code} ${at.space}:${at.start}`;

async function alteredBy(
	source: ByteSource,
	alteration: Alteration,
	{ unmended }: Breakage,
): Promise<Image> {
	const altered = overlaySource(source, alteration);
	const mending = unmended ? undefined : await mendingEdit(altered);
	return open(mending ? overlaySource(altered, [mending]) : altered);
}

const met = new Map(BREAKAGES.map(({ id }) => [id, 0]));

describe.each(IMAGES)("%s", (_name, testImage) => {
	test("what is found is what the list says, and taking it back takes all back", async () => {
		const source = sourceOf(testImage);
		const bytes = await source.read(0, source.size);
		const before = new Uint8Array(bytes);
		const good = (await findingsOf(await open(source))).map(named).sort();
		for (const breakage of BREAKAGES) {
			const { id, code } = breakage;
			const count = met.get(id) ?? 0;
			if (count >= AT_LEAST) continue;
			const planned = await planBreakage(await open(source), id);
			if ("lacks" in planned) continue;
			met.set(id, count + 1);
			const image = await alteredBy(source, planned.alteration, breakage);
			const news = (await findingsOf(image)).filter((each) => !good.includes(named(each)));
			expect({ id, told: news.some((each) => each.code === code) || news.map(named) }).toEqual({
				id,
				told: code ? true : [],
			});
			const [{ space, at } = { space: "", at: 0 }] = planned.alteration;
			const told = news.find((each) => each.code === code)?.at;
			const isOther = code === "sb-checksum" || told?.space.startsWith("file:");
			if (told && !isOther) {
				expect(told.space).toBe(space);
				expect(at).toBeGreaterThanOrEqual(told.start);
				expect(at).toBeLessThan(told.end);
			}
		}
		expect(Buffer.compare(bytes, before)).toBe(0);
		expect((await findingsOf(await open(source))).map(named).sort()).toEqual(good);
	});
});

test("each breakage was tried on several images", () => {
	for (const [id, count] of met) expect(count, id).toBe(AT_LEAST);
});
