/**
 * Bytes that stand where others were, in a copy that exists in memory only. Written and read here, as
 * links have them: `0x440:4e`, several that belong together with commas, `device:1:0x10:ffff` of
 * another space.
 */
import type { SpaceId } from "./range";
import { deviceSpace, IMAGE_SPACE } from "./space";
import { bytesOfHex, hexOf } from "./text";

/** Bytes [at, at + bytes.length) of a stored space: the image or a device. */
export interface Edit {
	readonly space: SpaceId;
	readonly at: number;
	readonly bytes: Uint8Array;
}

/** What is done, and taken back, in one step. */
export type Alteration = readonly Edit[];

/** Bytes of one step, and steps of one copy: a link has to hold them. */
export const MOST_EDITED = 256;
export const MOST_ALTERATIONS = 100;

/** Bytes from hexadecimal digits, with or without blanks; undefined when they are none. */
export function bytesFrom(digits: string): Uint8Array | undefined {
	const tight = digits.replace(/\s/g, "");
	if (!/^([0-9a-f]{2})+$/i.test(tight)) return undefined;
	return bytesOfHex(tight);
}

export const formatAlteration = (alteration: Alteration): string =>
	alteration
		.map(({ space, at, bytes }) => {
			const where = space === IMAGE_SPACE ? "" : `${space}:`;
			return `${where}0x${at.toString(16)}:${hexOf(bytes)}`;
		})
		.join(",");

const EDIT = /^(?:device:(\d{1,5}):)?0x([0-9a-f]{1,13}):([0-9a-f]+)$/;

/** Undefined for a text that names no bytes, or too many. */
export function parseAlteration(text: string): Alteration | undefined {
	const edits: Edit[] = [];
	let length = 0;
	for (const each of text.split(",")) {
		const [, device = "0", at = "", digits = ""] = EDIT.exec(each) ?? [];
		const bytes = bytesFrom(digits);
		const start = Number.parseInt(at, 16);
		if (!bytes || !Number.isSafeInteger(start + bytes.length)) return undefined;
		length += bytes.length;
		edits.push({ space: deviceSpace(Number(device)), at: start, bytes });
	}
	return length <= MOST_EDITED ? edits : undefined;
}
