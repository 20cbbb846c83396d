/**
 * Damaged wrappers, and what must hold of them: they are listed to the end, or a failure of the closed
 * set says why not; every range is inside its file; parts give the bytes that they promise, or a
 * failure; each byte of the wrapper is told once; and what is listed does not hang on when bytes come.
 */
import { isDamage } from "../../base/errors";
import type { Finding } from "../../base/finding";
import type { ByteSource } from "../../base/source";
import { parseSpace } from "../../base/space";
import { follow } from "../../containers/chains";
import { compareSums } from "../../containers/compare-sums";
import type { Entry } from "../../containers/listing";
import { outlineOf } from "../../containers/outline";
import { openWrapper, outerPlace } from "../../containers/places";
import { recognise } from "../../containers/recognise";
import { memorySource } from "../../sources/memory";
import { made } from "../made-wrappers";
import { shuffledSource } from "../shuffled";
import { corpusSamples, placeOf, seen, tools } from "../wrappers";
import type { FieldPlace } from "./fields";
import type { Broken, Damaged } from "./fuzz";
import { expectFailure } from "./listed";

export interface WholeWrapper {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly fields: readonly FieldPlace[];
}

const MOST_ENTRIES = 10_000;
/** Larger samples cost too much to be listed again and again, bytes. */
const MOST_BYTES = 1 << 20;

/** Those that are made here, and samples where there is a corpus. */
export async function wholeWrappers(): Promise<WholeWrapper[]> {
	const all = [...made, ...corpusSamples()].filter(({ bytes }) => bytes.length <= MOST_BYTES);
	const wholes: WholeWrapper[] = [];
	for (const { name, bytes: given } of all) {
		const bytes = Uint8Array.from(given);
		wholes.push({ name, bytes, fields: await wordsOf(bytes) });
	}
	return wholes;
}

/** Words of four and of eight bytes of all that is read to find the parts, also of wrappers inside. */
async function wordsOf(bytes: Uint8Array): Promise<FieldPlace[]> {
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
	_: WholeWrapper,
	seed: number,
	thorough: boolean,
): Promise<Broken> {
	const broken: string[] = [];
	const alone = await listedIn(memorySource(bytes), broken);
	for (const { chain, kind } of alone) if (kind === "erofs") await readPart(bytes, chain, broken);
	await outlined(bytes, broken);
	if (!thorough) return broken;
	await summed(bytes, broken);
	const late = await listedIn(shuffledSource(memorySource(bytes), seed), broken);
	const [one, other] = [alone, late].map((list) => JSON.stringify(list));
	if (one !== other) broken.push(`listed otherwise when bytes come late: ${one} ${other}`);
	return broken;
}

/** What it can be held to is told to the end. */
async function summed(bytes: Uint8Array, broken: string[]): Promise<void> {
	const report = (finding: Finding) => {
		if (!isInside(finding, bytes.length)) broken.push(`outside: ${textOf(finding)}`);
	};
	try {
		await compareSums(placeOf(bytes), { ...tools, report, tell() {}, most: MOST_ENTRIES });
	} catch (error) {
		expectFailure(error);
	}
}

async function listedIn(source: ByteSource, broken: string[]): Promise<readonly Entry[]> {
	try {
		const { entries, findings } = await seen(outerPlace(source));
		for (const finding of findings) {
			if (!isInside(finding, source.size)) broken.push(`outside: ${textOf(finding)}`);
		}
		return entries;
	} catch (error) {
		expectFailure(error);
		return [];
	}
}

/** Each byte of the wrapper itself is told once. */
async function outlined(bytes: Uint8Array, broken: string[]): Promise<void> {
	const place = placeOf(bytes);
	const { wrapper } = await recognise(place.source, { tail: true });
	if (!wrapper) return;
	try {
		const contents = await openWrapper(wrapper, place, tools);
		const { stretches } = await outlineOf(place, contents, { most: Number.POSITIVE_INFINITY });
		let before = 0;
		for (const { start, end } of stretches) {
			if (start !== before || end <= start) broken.push(`outline: ${before}, ${start}..${end}`);
			before = end;
		}
		if (before !== bytes.length) broken.push(`outline ends at ${before}`);
	} catch (error) {
		if (!isDamage(error)) expectFailure(error);
	}
}

/** The sizes of other spaces are not known here. */
function isInside({ at: { space, start, end } }: Finding, size: number): boolean {
	const most = parseSpace(space)?.kind === "outer" ? size : Number.POSITIVE_INFINITY;
	return start >= 0 && start <= end && (end <= most || start >= most);
}

const textOf = ({ code, at: { space, start, end } }: Finding): string =>
	`${code} ${space}:${start}..${end}`;

/** Bytes at both ends of a part that are read. */
const ENDS = 1 << 20;

async function readPart(bytes: Uint8Array, chain: string, broken: string[]): Promise<void> {
	try {
		const { place } = await follow(placeOf(bytes), chain, tools);
		const { size } = place.source;
		for (const start of new Set([0, Math.max(0, size - ENDS)])) {
			const end = Math.min(size, start + ENDS);
			const got = await place.source.read(start, end);
			if (got.length !== end - start)
				broken.push(`${chain} gives ${got.length} bytes, not ${end - start}`);
		}
	} catch (error) {
		if (!isDamage(error)) expectFailure(error);
	}
}
