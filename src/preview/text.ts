/** Whether bytes are text, and in which encoding: by a byte order mark, or by what they would mean. */
import type { Range } from "../base/range";
import type { Text, TextEncoding } from "./kind";

/** A run of zero bytes this long is no text but a hole in it: logs of a crash have them. */
export const LEAST_HOLE = 64;

/** Tab, line feed, form feed, carriage return and escape occur in text; backspace in old manuals. */
const isTextControl = (b: number): boolean => (b >= 8 && b <= 13 && b !== 11) || b === 27;
const isControl = (b: number): boolean => (b < 32 && !isTextControl(b)) || b === 127;

function count(bytes: Uint8Array, test: (b: number) => boolean): number {
	let n = 0;
	for (let i = 0; i < bytes.length; i++) if (test(bytes[i] as number)) n++;
	return n;
}

/** The characters; undefined when some bytes are none. One that is cut at the end is forgiven. */
function decoded(bytes: Uint8Array, encoding: string, whole: boolean): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole });
	} catch {
		return undefined;
	}
}

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
	["utf-8", [0xef, 0xbb, 0xbf]],
	["utf-16le", [0xff, 0xfe]],
	["utf-16be", [0xfe, 0xff]],
];

function byMark(bytes: Uint8Array, whole: boolean): Text | undefined {
	const mark = MARKS.find(([, mark]) => mark.every((b, i) => bytes[i] === b));
	if (!mark) return undefined;
	const [encoding, { length: bom }] = mark;
	const text = decoded(bytes, encoding, whole);
	return text !== undefined && count(bytesOf(text), isControl) * 100 <= text.length
		? { encoding, bom }
		: undefined;
}

/** The characters below U+0080, as bytes. */
const bytesOf = (text: string): Uint8Array =>
	Uint8Array.from(text.replace(/[^\0-\x7f]/g, ""), (c) => c.charCodeAt(0));

/** Characters without a meaning, or with one for a single program. */
const NO_TEXT = /[\p{Cn}\p{Co}]/u;
/** Between words and at the end of lines and sentences; in Chinese and Japanese these. */
const PAUSES = /[\t\n\r .,\u3000-\u3002\uff01\uff0c\uff1f]/g;
/** Bytes that a guess by meaning alone needs. */
const LEAST_GUESSED = 8;

/** The same characters may also be read with their bytes swapped: the order with more pauses is right. */
function asUtf16(bytes: Uint8Array, whole: boolean): Text | undefined {
	if (bytes.length < LEAST_GUESSED || (whole && bytes.length % 2 === 1)) return undefined;
	const pauses = (encoding: TextEncoding): number => {
		const text = decoded(bytes, encoding, whole);
		if (text === undefined || NO_TEXT.test(text)) return 0;
		const ascii = bytesOf(text);
		if (count(ascii, isControl) > 0) return 0;
		// Words of ASCII without a pause are as sure.
		return (text.match(PAUSES)?.length ?? 0) + (ascii.length * 2 > text.length ? 1 : 0);
	};
	const [little, big] = [pauses("utf-16le"), pauses("utf-16be")];
	// A pause in a thousand characters: numbers of 16 bits have them by chance.
	if (Math.max(little, big) * 2000 < bytes.length || little === big) return undefined;
	return { encoding: little > big ? "utf-16le" : "utf-16be", bom: 0 };
}

/** Bytes 0x80 to 0x9f are control characters in Latin-1; Windows has quotes and dashes there. */
function asLatin(bytes: Uint8Array): Text | undefined {
	if (count(bytes, isControl) > 0) return undefined;
	if (count(bytes, (b) => b < 128) < bytes.length * 0.7) return undefined;
	const isWindows = bytes.some((b) => b >= 0x80 && b < 0xa0);
	return { encoding: isWindows ? "windows-1252" : "latin-1", bom: 0 };
}

/** Without its long runs of zeros, so that a hole does not make a text something else. */
function withoutHoles(bytes: Uint8Array): Uint8Array {
	if (!bytes.includes(0)) return bytes;
	const kept = new Uint8Array(bytes.length);
	let n = 0;
	for (let at = 0; at < bytes.length; ) {
		let end = at + 1;
		if (bytes[at] === 0) while (bytes[end] === 0) end++;
		if (end - at < LEAST_HOLE) {
			kept.set(bytes.subarray(at, end), n);
			n += end - at;
		}
		at = end;
	}
	return kept.subarray(0, n);
}

/** Valid UTF-8 cannot be anything else by chance; the guesses are for when nothing else fits. */
export interface Guess {
	readonly sure: Text | undefined;
	readonly guess: Text | undefined;
}

/**
 * @param bytes the first of the file
 * @param whole whether there are no more
 */
export function guessText(bytes: Uint8Array, whole: boolean): Guess {
	const marked = byMark(bytes, whole);
	if (marked) return { sure: marked, guess: undefined };
	const solid = withoutHoles(bytes);
	if (solid.length === 0) return { sure: undefined, guess: undefined };
	const hasZeros = solid.includes(0);
	const isUtf8 =
		!hasZeros &&
		count(solid, isControl) * 100 <= solid.length &&
		decoded(solid, "utf-8", whole) !== undefined;
	if (isUtf8) return { sure: { encoding: "utf-8", bom: 0 }, guess: undefined };
	return {
		sure: undefined,
		guess: asUtf16(bytes, whole) ?? (hasZeros ? undefined : asLatin(solid)),
	};
}

/** The first run of bytes that could be read. */
export function soundPart(bytes: Uint8Array, missing: readonly Range[]): Range {
	let start = 0;
	for (const gap of missing) {
		if (gap.start > start) return { start, end: gap.start };
		start = gap.end;
		// The gap may end inside a character.
		while (start < gap.end + 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
	}
	return { start, end: bytes.length };
}
