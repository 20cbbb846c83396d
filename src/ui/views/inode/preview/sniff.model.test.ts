import { expect, test } from "vitest";
import { concat, utf8Bytes } from "../../../../base/text";
import { MAGICS } from "./magic";
import { sniff, sniffPartly } from "./sniff.model";

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const kindOf = (bytes: Uint8Array) => sniff(bytes, bytes.length);

test("an empty file is empty, not text", () => {
	expect(kindOf(new Uint8Array())).toEqual({ kind: "empty" });
});

test("valid UTF-8 is text, with or without a byte order mark", () => {
	expect(kindOf(utf8Bytes("naïve 名前\n"))).toEqual({
		kind: "text",
		encoding: "utf-8",
		bom: false,
	});
	expect(kindOf(utf8Bytes("\ufeffhello"))).toEqual({ kind: "text", encoding: "utf-8", bom: true });
});

test("a character cut at the end of the head is forgiven, at the end of the file it is not UTF-8", () => {
	const cut = utf8Bytes("mostly ascii, then é").subarray(0, -1);
	expect(sniff(cut, cut.length + 1)).toMatchObject({ kind: "text", encoding: "utf-8" });
	expect(sniff(cut, cut.length)).toMatchObject({ kind: "text", encoding: "latin-1" });
});

test("mostly ASCII bytes that are no UTF-8 are Latin-1 text", () => {
	expect(kindOf(latin("caf\xe9 au lait, na\xefve\n"))).toMatchObject({ encoding: "latin-1" });
	expect(kindOf(latin("\xe9\xe8\xff\xf1\xe4\xe0\xb7"))).toEqual({ kind: "binary" });
});

test("a NUL byte or many control bytes make a file binary", () => {
	expect(kindOf(latin("text\0text"))).toEqual({ kind: "binary" });
	expect(kindOf(latin("\x01\x02\x03\x04 text"))).toEqual({ kind: "binary" });
	expect(kindOf(utf8Bytes("\x1b[1mbold\x1b[0m and\ttabs\r\n"))).toMatchObject({ kind: "text" });
});

test("text that starts like a program is text", () => {
	expect(kindOf(utf8Bytes("MZ is the start of a Windows program\n"))).toMatchObject({
		kind: "text",
	});
	expect(kindOf(latin("MZ\x90\0\x03\0\0\0"))).toMatchObject({ label: "Windows program" });
});

test("archives whose members are text are archives", () => {
	expect(kindOf(utf8Bytes("!<arch>\ndebian-binary   "))).toMatchObject({ label: "ar" });
	const tar = new Uint8Array(512);
	tar.set(latin("ustar"), 257);
	expect(kindOf(tar)).toMatchObject({ kind: "binary", label: "tar" });
});

test("an SVG is text: it is never drawn as an image", () => {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>';
	expect(kindOf(utf8Bytes(svg))).toMatchObject({ kind: "text" });
});

const images: [string, Uint8Array][] = [
	["png", latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")],
	["jpeg", latin("\xff\xd8\xff\xe0\0\x10JFIF")],
	["gif", latin("GIF89a\x01\0\x01\0")],
	["webp", latin("RIFF\x24\0\0\0WEBPVP8 ")],
	["avif", latin("\0\0\0\x20ftypavif")],
	["bmp", latin("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0")],
	["ico", latin("\0\0\x01\0\x01\0\x10\x10\0\0\x01\0")],
];

test.each(images)("%s is told by its magic number", (format, bytes) => {
	expect(kindOf(bytes)).toEqual({ kind: "image", format });
});

test("words that start with BM are no picture", () => {
	expect(kindOf(utf8Bytes("BMW is a car maker, and this is text."))).toMatchObject({
		kind: "text",
	});
});

test.each(MAGICS.map((m) => [m.label, m] as const))("%s is recognised", (_, magic) => {
	const file = concat([new Uint8Array(magic.at ?? 0), latin(magic.bytes), new Uint8Array(16)]);
	const sniffed = kindOf(file);
	expect(sniffed).toMatchObject({ kind: "binary" });
	// FAT32 also has its name where FAT has it not, and so on: at least something is said.
	expect(sniffed).toHaveProperty("doc");
});

test("every format says in one sentence what it is", () => {
	for (const { doc } of MAGICS) expect(doc).toMatch(/^[A-Z].*\.$/);
});

test("a head with a gap is judged by what lies before it", () => {
	const bytes = concat([latin("\x7fELF\x02"), new Uint8Array(100)]);
	expect(sniffPartly({ bytes, missing: [{ start: 5, end: 105 }] }, 500)).toMatchObject({
		label: "ELF",
	});
});

test("text whose beginning is missing is still text; anything else is unknown", () => {
	const gap = [{ start: 0, end: 9 }];
	const text = concat([new Uint8Array(9), utf8Bytes("é and more text\n").subarray(1)]);
	expect(sniffPartly({ bytes: text, missing: gap }, text.length)).toMatchObject({ kind: "text" });
	const twoGaps = [
		{ start: 0, end: 4 },
		{ start: 4, end: 9 },
	];
	expect(sniffPartly({ bytes: text, missing: twoGaps }, text.length)).toMatchObject({
		kind: "text",
	});
	const png = concat([new Uint8Array(9), images[0]?.[1] ?? new Uint8Array()]);
	expect(sniffPartly({ bytes: png, missing: gap }, png.length)).toMatchObject({ label: "Unknown" });
	const lost = { bytes: new Uint8Array(50), missing: [{ start: 0, end: 50 }] };
	expect(sniffPartly(lost, 50)).toMatchObject({ label: "Unknown" });
});
