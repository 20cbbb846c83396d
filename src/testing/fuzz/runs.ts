/** Runs of the fuzzer, each told by one number. */
import { chance, pick } from "../shuffled";
import type { FieldPlace } from "./fields";
import type { Broken, Damaged } from "./fuzz";
import { mutated } from "./mutate";

/** What is damaged. */
export interface Target {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly fields: readonly FieldPlace[];
}

/** What must hold of it then. @throws what is no Failure, and failures that are bugs */
export type Look<T extends Target> = (
	damaged: Damaged,
	whole: T,
	seed: number,
	thorough: boolean,
) => Promise<Broken>;

/** Something that does not hold, with what it takes to see it again. */
export interface Find {
	readonly seed: number;
	readonly image: string;
	readonly what: readonly string[];
	/** What does not hold, or the stack of what was thrown. */
	readonly broken: readonly string[];
	readonly bytes: Uint8Array;
}

/** Milliseconds of the processor that one run may take. */
const MOST_TIME = 5000;
/** Bytes by which the memory of the process may grow in one run, once it has grown to its usual size. */
const MOST_MEMORY = 256 << 20;
/** One run in so many is thorough. */
const THOROUGH = 16;

/** KiB of memory that the process had at most so far. */
let usual = 0;

/** Run number `seed`: undefined when all holds. */
export async function runOf<T extends Target>(
	images: readonly T[],
	look: Look<T>,
	seed: number,
): Promise<Find | undefined> {
	const random = chance(seed);
	const image = images[pick(random, images.length)];
	if (!image) throw new Error("no images");
	const thorough = pick(random, THOROUGH) === 0;
	const { what, ...damaged } = mutated(image.bytes, image.fields, seed);
	const began = process.cpuUsage();
	const broken = [...(await brokenIn(() => look(damaged, image, seed, thorough)))];
	const { user, system } = process.cpuUsage(began);
	const ms = (user + system) / 1000;
	if (ms > MOST_TIME) broken.push(`took ${Math.round(ms)} ms`);
	const { maxRSS } = process.resourceUsage();
	const grown = 1024 * (maxRSS - (usual || maxRSS));
	usual = maxRSS;
	if (grown > MOST_MEMORY) broken.push(`took ${grown >> 20} MiB`);
	return broken.length > 0
		? { seed, image: image.name, what, broken, bytes: damaged.bytes }
		: undefined;
}

async function brokenIn(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
	try {
		return await look();
	} catch (error) {
		return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
	}
}
