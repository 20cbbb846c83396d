/**
 * What must hold of any image, whatever its bytes are: everything ends, with an answer or with a
 * failure of the closed set; every range is inside its space; owners cover each space; what runs at
 * once tells what it tells alone; what a check calls sound can be read, and what it passes over has
 * nothing to tell; and what no damage has touched is read as before.
 */
import { isDamage } from "../../base/errors";
import type { Finding } from "../../base/finding";
import { intersect, type Range } from "../../base/range";
import type { ByteSource } from "../../base/source";
import { Census } from "../../census/census";
import { open } from "../../checks/open";
import { run } from "../../checks/run";
import { type Image, sourceOf } from "../../erofs/image";
import { rootOf } from "../../export/tree";
import { own } from "../../ownership/build";
import type { Ownership } from "../../ownership/ownership";
import { Annotator } from "../../schema/annotator";
import { memorySource } from "../../sources/memory";
import { layings, listen } from "../layings";
import { nearSource } from "../near";
import { piecesIn, spaceIn } from "../owners";
import { shuffledSource } from "../shuffled";
import { soundness } from "../soundness";
import type { Whole } from "./images";
import { expectFailure, type Listed, listed } from "./listed";

/** What does not hold, in words. */
export type Broken = readonly string[];

/** An image that was damaged, and where. */
export interface Damaged {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly touched: readonly Range[];
}

interface Answers {
	readonly findings: readonly Finding[];
	readonly list: Listed;
}

/**
 * @param thorough whether owners and annotations are looked at too, and all of it is done once
 *        more at the same time, and from a file: that takes several times as long
 * @throws what is no Failure, and failures that are bugs
 */
export async function fuzz(
	{ bytes, touched }: Damaged,
	whole: Whole,
	seed: number,
	thorough: boolean,
): Promise<Broken> {
	const image = await opened(memorySource(bytes));
	if (!image) return [];
	const broken: string[] = [];
	const { tree, ownership } = await ownersOf(image);
	const findings = await checked(image, broken, ownership);
	const alone = { findings, list: await listed(image, tree) };
	broken.push(...unsound(alone), ...changed(alone, whole, touched), ...(await passedOver(image)));
	if (!thorough) return broken;
	if (ownership) await covered(ownership, broken);
	await annotated(image);
	const again = await opened(shuffledSource(memorySource(bytes), seed));
	if (!again) return [...broken, "not opened when bytes come late"];
	const late = await ownersOf(again);
	const [others, list] = await Promise.all([
		checked(again, broken, late.ownership),
		listed(again),
		late.ownership && covered(late.ownership, broken),
		annotated(again),
	]);
	broken.push(...different(alone, { findings: others, list }, "all runs at once"));
	const near = await opened(nearSource(bytes));
	if (!near) return [...broken, "not opened from a file"];
	const here = { findings: await checked(near, broken, undefined), list: await listed(near) };
	return [...broken, ...different(alone, here, "it is read as a file")];
}

/** Of inodes that a check passes over, what there was to tell. */
async function passedOver(image: Image): Promise<string[]> {
	try {
		const { wrong } = await soundness(image);
		return wrong.slice(0, 3).map((line) => `passed over: ${line}`);
	} catch (error) {
		expectFailure(error);
		return [];
	}
}

/** What is in one of the lists only, some of it. @param when the others came about */
function different(alone: Answers, others: Answers, when: string): string[] {
	const lists = [alone, others].map(({ findings, list }) => [
		...findings.map(textOf),
		...list.entries.values(),
	]);
	const [one = [], other = []] = lists;
	return [
		...without(one, other).map((line) => `not told when ${when}: ${line}`),
		...without(other, one).map((line) => `only told when ${when}: ${line}`),
	];
}

function without(some: readonly string[], others: readonly string[]): string[] {
	const known = new Set(others);
	return some.filter((one) => !known.has(one)).slice(0, 3);
}

async function opened(source: ByteSource): Promise<Image | undefined> {
	try {
		return await open(source);
	} catch (error) {
		expectFailure(error);
		return undefined;
	}
}

/** The tree, and who owns which bytes; nothing of an image whose tree cannot be had. */
async function ownersOf(image: Image) {
	try {
		const tree = await new Census(image).take();
		return { tree, ownership: await own(image, tree) };
	} catch (error) {
		expectFailure(error);
		return {};
	}
}

async function checked(
	image: Image,
	broken: string[],
	ownership: Ownership | undefined,
): Promise<readonly Finding[]> {
	const owners = ownership ? { owners: () => Promise.resolve(ownership) } : {};
	const options = { start: rootOf(image), level: "contents", ...owners } as const;
	const { findings, stopped } = await run(image, options);
	if (stopped) expectFailure(stopped);
	for (const finding of findings) {
		if (!isInside(image, finding)) broken.push(`outside of its space: ${textOf(finding)}`);
	}
	return findings;
}

/** Of spaces that are the contents of a directory the size is not known here. */
function isInside(image: Image, { at: { space, start, end } }: Finding): boolean {
	const size = sourceOf(image, space)?.size ?? Number.POSITIVE_INFINITY;
	return start >= 0 && start <= end && (end <= size || start >= size);
}

const textOf = ({ severity, code, at, path = "" }: Finding): string =>
	`${severity} ${code} ${at.space}:${at.start}..${at.end} ${path}`;

const isError = ({ severity }: Finding): boolean => severity === "error";

/** Paths that are not read, of an image in which nothing was found. */
function unsound({ findings, list }: Answers): string[] {
	if (findings.some(isError)) return [];
	const lost = [...list.entries.values()].filter((line) => line.includes('"error"'));
	return lost.slice(0, 3).map((line) => `called sound, but not read: ${line}`);
}

/** Damage that can hide files that it does not touch: a directory is entered by its first path only. */
const HIDING = new Set(["directory-reached-twice", "tree-too-large", "sb-root-nid"]);

/** Paths of which nothing was touched, and that are told differently all the same. */
function changed({ findings, list }: Answers, { truth }: Whole, touched: readonly Range[]) {
	if (!list.whole || !list.hashed || findings.some(({ code }) => HIDING.has(code))) return [];
	const lost: string[] = [];
	for (const [path, { entry, from }] of truth) {
		const line = list.entries.get(path);
		if (line === entry) continue;
		const isTouched = from.some((range) => touched.some((one) => intersect(one, range)));
		if (!isTouched) lost.push(`not touched, but changed: ${entry} is now ${line}`);
	}
	return lost.slice(0, 3);
}

async function covered(owners: Ownership, broken: string[]): Promise<void> {
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
