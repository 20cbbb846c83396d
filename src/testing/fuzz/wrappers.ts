/** Damaged wrappers: each byte of one is told once, too. */

import { outerPlace } from "../../containers/places";
import { memorySource } from "../../sources/memory";
import { made } from "../made-wrappers";
import { shuffledSource } from "../shuffled";
import { corpusSamples, placeOf, seen } from "../wrappers";
import type { FieldPlace } from "./fields";
import type { Broken, Damaged } from "./fuzz";
import { listedAt, outlined, readPart, thoroughly } from "./places";
import type { Target } from "./runs";

/** Larger samples cost too much to be listed again and again, bytes. */
const MOST_BYTES = 1 << 20;

/** Those that are made here, and samples where there is a corpus. */
export async function wholeWrappers(): Promise<Target[]> {
	const all = [...made, ...corpusSamples()].filter(({ bytes }) => bytes.length <= MOST_BYTES);
	const wholes: Target[] = [];
	for (const { name, bytes: given } of all) {
		const bytes = Uint8Array.from(given);
		wholes.push({ name, bytes, fields: await wordsOf(bytes) });
	}
	return wholes;
}

/** Words of four and of eight bytes of all that is read to find the parts, also of wrappers inside. */
export async function wordsOf(bytes: Uint8Array): Promise<FieldPlace[]> {
	const words: FieldPlace[] = [];
	await seen(placeOf(bytes), true, async ({ place, wrapper }, { readings }) => {
		const own = readings.find(({ home }) => home.space === place.space);
		if (place.offset === undefined || !own) return;
		for (const { start: from, end: to } of own.headers) {
			for (let at = from; at < to; at += 4) {
				for (const size of [4, 8]) {
					const [start, end] = [at, Math.min(at + size, to)].map((n) => n + (place.offset ?? 0));
					words.push({ name: wrapper.id, start: start as number, end: end as number });
				}
			}
		}
	});
	return words;
}

/** @throws what is no Failure, and failures that are bugs */
export async function fuzzWrapper(
	{ bytes }: Damaged,
	_: Target,
	seed: number,
	thorough: boolean,
): Promise<Broken> {
	const broken: string[] = [];
	const whole = memorySource(bytes, "file");
	const damaged = {
		at: (late?: number) => outerPlace(late === undefined ? whole : shuffledSource(whole, late)),
		sizes: [bytes.length],
	};
	const alone = await listedAt(damaged, broken);
	for (const { chain, kind } of alone) {
		if (kind === "erofs") await readPart(damaged.at(), chain, broken);
	}
	await outlined(damaged.at(), broken);
	if (thorough) await thoroughly(damaged, alone, seed, broken);
	return broken;
}
