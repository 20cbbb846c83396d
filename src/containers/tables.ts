/** What tables of wrappers share. Their fields explain themselves: none needs a context. */

import { showName } from "../base/text";
import { fieldKit } from "../schema/field";
import { struct } from "../schema/struct";

export const little = fieldKit<undefined>();
export const big = fieldKit<undefined>("big");
export const table = struct<undefined>();

/** The bytes in front of the first zero byte. */
export function untilZero(bytes: Uint8Array): Uint8Array {
	const end = bytes.indexOf(0);
	return end < 0 ? bytes : bytes.subarray(0, end);
}

/** A text in a field of fixed size, as it is shown. */
export const textIn = (bytes: Uint8Array): string => showName(untilZero(bytes));

/** How a field of text is shown. */
export const showText = (bytes: Uint8Array): string => `“${textIn(bytes)}”`;

export const startsWith = (bytes: Uint8Array, text: string | readonly number[], at = 0): boolean =>
	at >= 0 &&
	at + text.length <= bytes.length &&
	(typeof text === "string"
		? [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0))
		: text.every((b, i) => bytes[at + i] === b));

const EROFS_MAGIC = [0xe2, 0xe1, 0xf5, 0xe0];
const EROFS_MAGIC_AT = 1024;

/** An EROFS image may begin with anything before its superblock: so it is asked for first. */
export const isErofs = (head: Uint8Array): boolean => startsWith(head, EROFS_MAGIC, EROFS_MAGIC_AT);
