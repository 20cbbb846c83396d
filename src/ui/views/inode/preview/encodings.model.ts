/** Encodings of text: their names, and how bytes become characters and characters bytes. */
import { utf8Bytes } from "../../../../base/text";
import type { TextEncoding } from "../../../../worker/protocol";

export const ENCODINGS: Readonly<Record<TextEncoding, string>> = {
	"utf-8": "UTF-8",
	"utf-16le": "UTF-16 (little endian)",
	"utf-16be": "UTF-16 (big endian)",
	"latin-1": "Latin-1",
	"windows-1252": "Windows-1252",
	"windows-1251": "Windows-1251 (Cyrillic)",
	"koi8-r": "KOI8-R (Cyrillic)",
	"iso-8859-2": "ISO 8859-2 (Central European)",
	"iso-8859-7": "ISO 8859-7 (Greek)",
};

/** Bytes of the smallest character, to which all others are multiples. */
export const unitOf = (encoding: TextEncoding): 1 | 2 => (encoding.startsWith("utf-16") ? 2 : 1);

/** What decodes each; decoders of whole pieces keep nothing between them. */
const decoders = new Map<TextEncoding, TextDecoder>();

function decoderOf(encoding: TextEncoding): TextDecoder {
	const known = decoders.get(encoding);
	if (known) return known;
	const made = new TextDecoder(encoding, { ignoreBOM: true });
	decoders.set(encoding, made);
	return made;
}

/** Bytes that are no text become U+FFFD. */
export function decode(bytes: Uint8Array, encoding: TextEncoding): string {
	// For TextDecoder Latin-1 is another name of Windows-1252.
	if (encoding === "latin-1") return String.fromCharCode(...bytes);
	return decoderOf(encoding).decode(bytes);
}

/** The bytes that stand for `text`; undefined when the encoding cannot write it. */
export function encode(text: string, encoding: TextEncoding): Uint8Array | undefined {
	if (encoding === "utf-8") return utf8Bytes(text);
	if (unitOf(encoding) === 2) return utf16Bytes(text, encoding === "utf-16le");
	const bytes = Array.from(text, (c) => byteOf(c, encoding));
	return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}

/** Of an encoding of one byte a character; -1 when there is none. */
const byteOf = (character: string, encoding: TextEncoding): number =>
	Array.from(decode(ALL_BYTES, encoding)).indexOf(character);

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);

function utf16Bytes(text: string, little: boolean): Uint8Array {
	const bytes = new Uint8Array(text.length * 2);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
	return bytes;
}
