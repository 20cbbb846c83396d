/**
 * What must hold of a damaged place, be it a wrapper or a folder: it is listed to the end, or a failure
 * of the closed set says why not; every range is inside its file; parts give the bytes that they
 * promise, or a failure; and what is listed does not hang on when bytes come.
 */
import { isDamage } from "../../base/errors";
import type { Finding } from "../../base/finding";
import { parseSpace } from "../../base/space";
import { follow } from "../../containers/chains";
import { compareSums } from "../../containers/compare-sums";
import type { Entry } from "../../containers/listing";
import type { Place } from "../../containers/near";
import { outlineOf } from "../../containers/outline";
import { openWrapper } from "../../containers/places";
import { recognise } from "../../containers/recognise";
import { seen, tools } from "../wrappers";
import { expectFailure } from "./listed";

export interface DamagedPlace {
	/** Anew each time: with a seed its bytes come late, in an order of their own. */
	at(seed?: number): Place;
	/** Bytes of the files that were given, by the number of their space. */
	readonly sizes: readonly number[];
}

const MOST_ENTRIES = 10_000;

/** @throws what is no Failure, and failures that are bugs */
export async function listedAt(
	{ at, sizes }: DamagedPlace,
	broken: string[],
	seed?: number,
): Promise<readonly Entry[]> {
	try {
		const { entries, findings } = await seen(at(seed));
		for (const finding of findings) held(finding, sizes, broken);
		return entries;
	} catch (error) {
		expectFailure(error);
		return [];
	}
}

/** What is listed when all is here is listed when bytes come late; what it can be held to is told to the end. */
export async function thoroughly(
	damaged: DamagedPlace,
	alone: readonly Entry[],
	seed: number,
	broken: string[],
): Promise<void> {
	const report = (finding: Finding) => held(finding, damaged.sizes, broken);
	try {
		await compareSums(damaged.at(), { ...tools, report, tell() {}, most: MOST_ENTRIES });
	} catch (error) {
		expectFailure(error);
	}
	const late = await listedAt(damaged, broken, seed);
	const [one, other] = [alone, late].map((list) => JSON.stringify(list));
	if (one !== other) broken.push(`listed otherwise when bytes come late: ${one} ${other}`);
}

/** Each byte of a file that is a wrapper is told once. */
export async function outlined(place: Place, broken: string[]): Promise<void> {
	try {
		const { wrapper } = await recognise(place.source, { tail: true });
		if (!wrapper) return;
		const contents = await openWrapper(wrapper, place, tools);
		const { stretches } = await outlineOf(place, contents, { most: Number.POSITIVE_INFINITY });
		let before = 0;
		for (const { start, end } of stretches) {
			if (start !== before || end <= start) broken.push(`outline: ${before}, ${start}..${end}`);
			before = end;
		}
		if (before !== place.source.size) broken.push(`outline ends at ${before}`);
	} catch (error) {
		if (!isDamage(error)) expectFailure(error);
	}
}

function held({ code, at }: Finding, sizes: readonly number[], broken: string[]): void {
	const { space, start, end } = at;
	const named = parseSpace(space);
	// The sizes of other spaces are not known here.
	const most = named?.kind === "outer" ? (sizes[named.id] ?? -1) : Number.POSITIVE_INFINITY;
	const isInside = start >= 0 && start <= end && (end <= most || start >= most) && most >= 0;
	if (!isInside) broken.push(`outside: ${code} ${space}:${start}..${end}`);
}

/** Bytes at both ends of a part that are read. */
const ENDS = 1 << 20;

export async function readPart(from: Place, chain: string, broken: string[]): Promise<void> {
	try {
		const { place } = await follow(from, chain, tools);
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
