/** A single fault, planted in a good image: a field that says something else than it should. */
import { readFileSync } from "node:fs";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { badFixture, fixture, hugeFixtures } from "./fixtures";

export interface Seed {
	/** What is to be found then. */
	readonly code: string;
	/** Where many structures can have it. */
	readonly structure?: string;
	/** A good fixture, or a damaged one that has the fault already. */
	readonly image: string;
	readonly damaged?: true;
	/** Byte of the file, and what is written there. */
	readonly at: number;
	readonly bytes: readonly number[];
	/** Further bytes, where one field alone cannot say it. */
	readonly more?: readonly Pick<Seed, "at" | "bytes">[];
	/** Bytes of the file: it is cut there, or filled up with zeros. */
	readonly length?: number;
	/** Whether the extra devices are given too. */
	readonly devices?: true;
}

/** Bytes in hexadecimal digits. */
const hex = (digits: string): number[] => [...Buffer.from(digits, "hex")];

export const at = (code: string, image: string, place: number, digits: string): Seed => ({
	code,
	image,
	at: place,
	bytes: hex(digits),
});

/** A field of the superblock of an image, given another value: little-endian, as many bytes as given. */
export const inSuperblock = (
	code: string,
	image: string,
	field: keyof typeof superblock.at,
	...bytes: number[]
): Seed => ({ code, image, at: SB_OFFSET + superblock.at[field], bytes });

export const damaged = (code: string, image: string): Seed => ({
	code,
	image,
	at: 0,
	bytes: [],
	damaged: true,
});

/** The image as it was. */
export function unplanted({ image, damaged }: Seed): Uint8Array {
	if (damaged) return readFileSync(badFixture(image).file);
	const { file } = hugeFixtures.find(({ name }) => name === image) ?? fixture(image);
	return readFileSync(file);
}

/** The image with the fault in it. */
export function planted(seed: Seed): Uint8Array {
	const whole = unplanted(seed);
	const { at, bytes, more = [], length = whole.length } = seed;
	const changed = new Uint8Array(length);
	changed.set(whole.subarray(0, length));
	for (const change of [{ at, bytes }, ...more]) {
		if (change.bytes.length > 0) changed.set(change.bytes, change.at);
	}
	return changed;
}
