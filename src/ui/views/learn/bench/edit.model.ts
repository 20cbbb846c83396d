/** Bytes as people type them: in hexadecimal digits, or as one number with the lowest byte first. */
import { bytesFrom } from "../../../../base/edits";
import { hexOf } from "../../../../base/text";
import { exactBytes } from "../../../../base/words";
import { parseNumber } from "../../../../lessons/answer";

export type Mode = "bytes" | "number";

/** Longer selections are no numbers. */
export const MOST_NUMBER = 8;

const numberIn = (bytes: Uint8Array): bigint =>
	bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);

export const shown = (bytes: Uint8Array, mode: Mode): string =>
	mode === "bytes" ? hexOf(bytes, " ") : String(numberIn(bytes));

/** What was typed for `length` bytes, or a sentence on what is wrong with it. */
export function typed(text: string, mode: Mode, length: number): Uint8Array | string {
	const many = exactBytes(length);
	if (mode === "bytes") {
		const bytes = bytesFrom(text);
		if (!bytes) return "Type two digits for each byte, such as 4e or 6e 69.";
		return bytes.length === length ? bytes : `These are ${bytes.length}; ${many} are selected.`;
	}
	const number = parseNumber(text);
	if (number === undefined) return "Type a number, such as 4096 or 0x1000.";
	const bytes = new Uint8Array(length);
	let rest = BigInt(number);
	for (let i = 0; i < length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
	return rest === 0n ? bytes : `The number does not fit in ${many}.`;
}
