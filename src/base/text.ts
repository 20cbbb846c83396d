/**
 * File names are bytes. On screen and in links they are text, losslessly:
 * valid UTF-8 as it is, anything else (invalid bytes, control characters,
 * the backslash itself) as `\xNN`. `nameBytes` is the exact inverse of `showName`.
 */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of valid UTF-8, or undefined. */
export function utf8(bytes: Uint8Array): string | undefined {
	try {
		return strict.decode(bytes);
	} catch {
		return undefined;
	}
}

export const utf8Bytes = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Two digits for each byte. */
export const hexOf = (bytes: Uint8Array, between = ""): string =>
	Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(between);

/** The bytes of pairs of hexadecimal digits. */
export const bytesOfHex = (digits: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(digits.match(/../g) ?? [], (two) => Number.parseInt(two, 16));

const escapeByte = (b: number): string => `\\x${b.toString(16).padStart(2, "0")}`;

// Control characters, and characters that reorder or hide text around them.
const UNSAFE =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped
	/[\u0000-\u001f\u007f-\u009f\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escapeText = (text: string): string =>
	text.replace(UNSAFE, (c, at: number) => (joins(text, at) ? c : escaped(c)));

const escaped = (c: string): string => Array.from(encoder.encode(c), escapeByte).join("");

// Scripts whose spelling needs joiners, marks on letters, and pictures that are made of several.
const JOINED =
	/[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f/u;

/** Whether a character is a joiner (U+200C, U+200D) where it belongs: elsewhere it only hides. */
function joins(text: string, at: number): boolean {
	if (text[at] !== "\u200c" && text[at] !== "\u200d") return false;
	const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1);
	const after = text.codePointAt(at + 1);
	return (
		before !== undefined &&
		after !== undefined &&
		JOINED.test(before) &&
		JOINED.test(String.fromCodePoint(after))
	);
}

/** Bytes of the UTF-8 sequence starting at `i`, or 0 when it is not a valid one. */
function sequenceLength(bytes: Uint8Array, i: number): number {
	const first = bytes[i] as number;
	if (first < 0x80) return 1;
	const n = lengthBy(first);
	if (i + n > bytes.length) return 0;
	// To ask the decoder takes long where it says no, and damaged names have a lot of it.
	for (let k = 1; k < n; k++) if (((bytes[i + k] as number) & 0xc0) !== 0x80) return 0;
	return n > 0 && utf8(bytes.subarray(i, i + n)) !== undefined ? n : 0;
}

/** Bytes of a sequence of several that starts so, or 0 when none does. */
function lengthBy(first: number): number {
	if (first < 0xc2 || first > 0xf4) return 0;
	if (first < 0xe0) return 2;
	return first < 0xf0 ? 3 : 4;
}

/** Lossless text for a file name, path or symlink target. */
export function showName(bytes: Uint8Array): string {
	const whole = utf8(bytes);
	if (whole !== undefined) return escapeText(whole);
	let out = "";
	for (let i = 0; i < bytes.length; ) {
		const n = sequenceLength(bytes, i);
		if (n === 0) out += escapeByte(bytes[i++] as number);
		else {
			out += escapeText(utf8(bytes.subarray(i, i + n)) as string);
			i += n;
		}
	}
	return out;
}

/** Longest path that Linux takes, bytes without the zero byte at its end. */
export const LONGEST_PATH = 4095;

/** The same for a screen: of more bytes than `most` the first, and how many there are. */
export const showStart = (bytes: Uint8Array, most = LONGEST_PATH): string =>
	bytes.length <= most
		? showName(bytes)
		: `${showName(bytes.subarray(0, most))} … (${bytes.length} bytes)`;

/** The end of a long path, which says most. @param most letters */
export const showEnd = (path: string, most: number): string => {
	const letters = Array.from(path);
	return letters.length <= most ? path : `…${letters.slice(-most).join("")}`;
};

/**
 * The same for one name of a path. A slash inside a name (only damage puts one there) is escaped,
 * so that a path made of names always comes apart into the same names.
 */
export const showPart = (name: Uint8Array): string => showName(name).replaceAll("/", "\\x2f");

/** The bytes that {@link showName} shows as `text`. */
export function nameBytes(text: string): Uint8Array<ArrayBuffer> {
	const parts = text.split(/\\x([0-9a-f]{2})/);
	const pieces = parts.map((part, i) =>
		i % 2 ? Uint8Array.of(Number.parseInt(part, 16)) : encoder.encode(part),
	);
	return concat(pieces);
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(pieces.reduce((sum, p) => sum + p.length, 0));
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}

/** Unsigned byte order, shorter prefix first: the order of names in a directory. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const n = Math.min(a.length, b.length);
	for (let i = 0; i < n; i++) {
		const d = (a[i] as number) - (b[i] as number);
		if (d) return d;
	}
	return a.length - b.length;
}
