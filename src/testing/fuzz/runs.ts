/** Many runs of the fuzzer over the small fixtures, each told by one number. */
import { readFileSync } from "node:fs";
import { openImage } from "../../erofs/open";
import { memorySource } from "../../sources/memory";
import { fixtures } from "../fixtures";
import { chance, pick } from "../shuffled";
import type { FieldPlace } from "./fields";
import { fieldsOf } from "./fields";
import { fuzz } from "./fuzz";
import { mutated } from "./mutate";

/** Something that does not hold, with what it takes to see it again. */
export interface Find {
	readonly seed: number;
	readonly image: string;
	readonly what: readonly string[];
	/** What does not hold, or the stack of what was thrown. */
	readonly broken: readonly string[];
	readonly bytes: Uint8Array;
}

interface Fixture {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly fields: readonly FieldPlace[];
}

/** Milliseconds of the processor that one run may take. */
const MOST_TIME = 10_000;

/** Those of at most so many inodes, and without extra devices: what a run costs goes by their number. */
export async function smallFixtures(mostInodes: number): Promise<Fixture[]> {
	const small: Fixture[] = [];
	for (const { file, name, devices, offset } of fixtures.good) {
		if (devices.length > 0 || offset > 0) continue;
		const bytes = readFileSync(file);
		const image = await openImage(memorySource(bytes));
		if (image.superblock.inos > mostInodes) continue;
		small.push({ name, bytes, fields: await fieldsOf(image) });
	}
	return small;
}

/** Run number `seed`: undefined when all holds. */
export async function runOf(images: readonly Fixture[], seed: number): Promise<Find | undefined> {
	const image = images[pick(chance(seed), images.length)];
	if (!image) throw new Error("no images");
	const { name, bytes: good, fields } = image;
	const { bytes, what } = mutated(good, fields, seed);
	const before = process.cpuUsage();
	const broken = await brokenIn(bytes, seed);
	const { user, system } = process.cpuUsage(before);
	const ms = (user + system) / 1000;
	const all = ms > MOST_TIME ? [...broken, `took ${Math.round(ms)} ms`] : broken;
	return all.length > 0 ? { seed, image: name, what, broken: all, bytes } : undefined;
}

async function brokenIn(bytes: Uint8Array<ArrayBuffer>, seed: number): Promise<readonly string[]> {
	try {
		return await fuzz(bytes, seed);
	} catch (error) {
		return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
	}
}
