/**
 * What a file is, judged by its first bytes, never by its name: the preview
 * chooses how to show it. Text wins over a magic number unless the format says
 * otherwise, so that notes starting with "MZ" stay readable.
 */
import type { Range } from "../../../../base/range";
import { MAGICS, type Magic } from "./magic";

export type TextEncoding = "utf-8" | "latin-1";

export type ImageFormat = "png" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico";

export type Sniffed =
	| { readonly kind: "empty" }
	| { readonly kind: "text"; readonly encoding: TextEncoding; readonly bom: boolean }
	| { readonly kind: "image"; readonly format: ImageFormat }
	| { readonly kind: "binary"; readonly label?: string; readonly doc?: string };

/** Only raster formats: an SVG is a document that can carry scripts, so it is shown as text. */
export const IMAGE_MIME: Readonly<Record<ImageFormat, string>> = {
	png: "image/png",
	jpeg: "image/jpeg",
	gif: "image/gif",
	webp: "image/webp",
	avif: "image/avif",
	bmp: "image/bmp",
	ico: "image/x-icon",
};

/** Whether `bytes` has the characters of `text` (one a byte) at `at`. */
export function hasAt(bytes: Uint8Array, at: number, text: string): boolean {
	if (at + text.length > bytes.length) return false;
	for (let i = 0; i < text.length; i++) {
		if (bytes[at + i] !== text.charCodeAt(i)) return false;
	}
	return true;
}

/** Sizes of the header that follows the 14 bytes of a BMP file header. */
const BMP_HEADERS = [12, 40, 52, 56, 64, 108, 124];

const IMAGE_TESTS: Readonly<Record<ImageFormat, (b: Uint8Array) => boolean>> = {
	png: (b) => hasAt(b, 0, "\x89PNG\r\n\x1a\n"),
	jpeg: (b) => hasAt(b, 0, "\xff\xd8\xff"),
	gif: (b) => hasAt(b, 0, "GIF87a") || hasAt(b, 0, "GIF89a"),
	webp: (b) => hasAt(b, 0, "RIFF") && hasAt(b, 8, "WEBP"),
	avif: (b) => hasAt(b, 4, "ftypavif") || hasAt(b, 4, "ftypavis"),
	bmp: (b) => hasAt(b, 0, "BM") && BMP_HEADERS.includes(b[14] ?? 0) && hasAt(b, 15, "\0\0\0"),
	// Type 1, then a count of 1 to 64 pictures, then a first entry whose reserved byte is zero.
	ico: (b) => hasAt(b, 0, "\0\0\x01\0") && inside(b[4], 1, 64) && b[5] === 0 && b[9] === 0,
};

const inside = (value: number | undefined, least: number, most: number): boolean =>
	value !== undefined && value >= least && value <= most;

const BOM = "\xef\xbb\xbf";

/** Tab, line feed, form feed, carriage return and escape occur in text; backspace in old manuals. */
const isTextControl = (b: number): boolean => (b >= 8 && b <= 13 && b !== 11) || b === 27;
const isControl = (b: number): boolean => (b < 32 && !isTextControl(b)) || b === 127;

function isUtf8(head: Uint8Array, whole: boolean): boolean {
	try {
		// `stream` forgives a character cut at the end of the head.
		new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: !whole });
		return true;
	} catch {
		return false;
	}
}

function textEncoding(head: Uint8Array, whole: boolean): TextEncoding | undefined {
	if (head.includes(0)) return undefined;
	const controls = head.reduce((n, b) => n + (isControl(b) ? 1 : 0), 0);
	if (isUtf8(head, whole)) return controls <= head.length / 100 ? "utf-8" : undefined;
	const ascii = head.reduce((n, b) => n + (b < 128 ? 1 : 0), 0);
	return controls === 0 && ascii >= head.length * 0.7 ? "latin-1" : undefined;
}

const matches = (head: Uint8Array, magic: Magic): boolean =>
	hasAt(head, magic.at ?? 0, magic.bytes);

const asBinary = (magic: Magic | undefined): Sniffed =>
	magic ? { kind: "binary", label: magic.label, doc: magic.doc } : { kind: "binary" };

/**
 * @param head the first bytes of the file, 2 KiB or more where it has them
 * @param size bytes of the whole file
 */
export function sniff(head: Uint8Array, size: number): Sniffed {
	if (size === 0) return { kind: "empty" };
	if (head.length === 0) return { kind: "binary" };
	const formats = Object.entries(IMAGE_TESTS) as [ImageFormat, (b: Uint8Array) => boolean][];
	const image = formats.find(([, test]) => test(head));
	if (image) return { kind: "image", format: image[0] };
	const magic = MAGICS.find((m) => matches(head, m));
	const encoding = textEncoding(head, head.length >= size);
	if (magic?.evenIfText) return asBinary(magic);
	if (encoding === "utf-8") return { kind: "text", encoding, bom: hasAt(head, 0, BOM) };
	if (magic) return asBinary(magic);
	return encoding ? { kind: "text", encoding, bom: false } : asBinary(undefined);
}

/** The first run of bytes that could be read. */
function soundPart({ bytes, missing }: Partly): { start: number; sound: Uint8Array } {
	let start = 0;
	for (const gap of missing) {
		if (gap.start > start) return { start, sound: bytes.subarray(start, gap.start) };
		start = gap.end;
		// The gap may end inside a character.
		while (start < gap.end + 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
	}
	return { start, sound: bytes.subarray(start) };
}

interface Partly {
	readonly bytes: Uint8Array;
	/** Ascending ranges of `bytes` that could not be read. */
	readonly missing: readonly Range[];
}

/** {@link sniff} for a head with gaps. Without its first bytes a file can still be text. */
export function sniffPartly(head: Partly, size: number): Sniffed {
	const { start, sound } = soundPart(head);
	const sniffed = sniff(
		sound,
		start + sound.length < size ? Number.POSITIVE_INFINITY : sound.length,
	);
	if (start === 0 || sniffed.kind === "text") return sniffed;
	return {
		kind: "binary",
		label: "Unknown",
		doc: "The first bytes, which would tell, are missing.",
	};
}
