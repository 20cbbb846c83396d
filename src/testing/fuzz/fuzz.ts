/**
 * What must hold of any image, whatever its bytes are: everything ends, with an answer or with a
 * failure of the closed set; every range is inside its space; owners cover each space; what runs at
 * once tells what it tells alone; and what a check calls sound can be read.
 */
import { createHash } from "node:crypto";
import { Failure, isDamage } from "../../base/errors";
import type { Finding } from "../../base/finding";
import type { ByteSource } from "../../base/source";
import { Census } from "../../census/census";
import { totalsOf } from "../../census/totals";
import { open } from "../../checks/open";
import { run } from "../../checks/run";
import { type Image, sourceOf } from "../../erofs/image";
import { manifest } from "../../export/manifest";
import { rootOf } from "../../export/tree";
import { own } from "../../ownership/build";
import { Annotator } from "../../schema/annotator";
import { memorySource } from "../../sources/memory";
import { layings, listen } from "../layings";
import { piecesIn, spaceIn } from "../owners";
import { shuffledSource } from "../shuffled";

/** What does not hold, in words. */
export type Broken = readonly string[];

/** What is in the first list only, some of it. */
function missing(some: readonly string[], others: readonly string[], when: string): string[] {
	const known = new Set(others);
	const only = some.filter((one) => !known.has(one));
	return only.slice(0, 3).map((one) => `not told ${when}: ${one}`);
}

interface Answers {
	readonly findings: readonly string[];
	readonly entries: readonly string[];
}

/** Bytes. */
const MOST_CONTENTS = 16 << 20;

/** @throws what is no Failure, and failures that are bugs */
export async function fuzz(bytes: Uint8Array<ArrayBuffer>, seed: number): Promise<Broken> {
	const alone = await answers(memorySource(bytes), false);
	const together = await answers(shuffledSource(memorySource(bytes), seed), true);
	const broken = [...alone.broken, ...together.broken];
	for (const part of ["findings", "entries"] as const) {
		broken.push(...missing(alone[part], together[part], "when all runs at once"));
		broken.push(...missing(together[part], alone[part], "when one runs after the other"));
	}
	return broken;
}

async function answers(
	source: ByteSource,
	atOnce: boolean,
): Promise<Answers & { broken: string[] }> {
	const broken: string[] = [];
	const image = await opened(source);
	if (!image) return { findings: [], entries: [], broken };
	const jobs = [
		() => checked(image, broken),
		() => listed(image),
		() => owned(image, broken),
		() => annotated(image),
	] as const;
	const results: unknown[] = [];
	if (atOnce) results.push(...(await Promise.all(jobs.map((job) => job()))));
	else for (const job of jobs) results.push(await job());
	const [findings, entries] = results as [readonly string[], readonly string[]];
	const isSound = !findings.some((finding) => finding.startsWith("error"));
	const lost = entries.filter((entry) => entry.includes('"error"'));
	if (isSound && lost.length > 0) broken.push(`called sound, but not read: ${lost[0]}`);
	return { findings, entries, broken };
}

async function opened(source: ByteSource): Promise<Image | undefined> {
	try {
		return await open(source);
	} catch (error) {
		expectFailure(error);
		return undefined;
	}
}

function expectFailure(error: unknown): void {
	if (!(error instanceof Failure) || error.kind === "bug" || error.kind === "cancelled")
		throw error;
}

async function checked(image: Image, broken: string[]): Promise<readonly string[]> {
	const { findings, stopped } = await run(image, { start: rootOf(image), level: "contents" });
	if (stopped) expectFailure(stopped);
	for (const finding of findings) {
		if (!isInside(image, finding)) broken.push(`outside of its space: ${textOf(finding)}`);
	}
	return findings.map(textOf).sort();
}

/** Of spaces that are the contents of a directory the size is not known here. */
function isInside(image: Image, { at: { space, start, end } }: Finding): boolean {
	const size = sourceOf(image, space)?.size ?? Number.POSITIVE_INFINITY;
	return start >= 0 && start <= end && (end <= size || start >= size);
}

const textOf = ({ severity, code, at, path = "" }: Finding): string =>
	`${severity} ${code} ${at.space}:${at.start}..${at.end} ${path}`;

/** Contents are hashed where they are not too much: holes can be endless. */
async function listed(image: Image): Promise<readonly string[]> {
	const entries: string[] = [];
	try {
		const { size } = totalsOf(await new Census(image).take());
		const hashing = size <= MOST_CONTENTS ? { newHasher } : {};
		for await (const entry of manifest(image, hashing)) {
			entries.push(
				JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
			);
		}
	} catch (error) {
		expectFailure(error);
	}
	return entries;
}

function newHasher() {
	const hash = createHash("sha256");
	return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

async function owned(image: Image, broken: string[]): Promise<void> {
	const owners = await own(image, await new Census(image).take());
	for (const id of owners.spaces()) {
		const space = await spaceIn(owners, id);
		let at = 0;
		for (const { start, end } of await piecesIn(space)) {
			if (start !== at || end <= start) broken.push(`owners of ${id} leave ${at} to ${start}`);
			at = end;
		}
		if (at !== space.shape.size) broken.push(`owners of ${id} end at ${at}`);
	}
}

/** Damage can make a million blocks of a directory. */
const MOST_LAYINGS = 2000;
const WINDOW = { range: { start: 0, end: 1 << 16 }, most: 64 };

async function annotated(image: Image): Promise<void> {
	let left = MOST_LAYINGS;
	for await (const laying of layings(image)) {
		if (left-- === 0) return;
		try {
			await listen(laying, (bytes) => new Annotator(bytes, WINDOW));
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
	}
}
