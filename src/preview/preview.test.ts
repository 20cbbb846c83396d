/** What a file is told to be by its bytes. */
import { expect, test } from "vitest";
import { concat, utf8Bytes } from "../base/text";
import { memorySource } from "../sources/memory";
import { lookAt } from "../testing/previews";
import { MAGICS } from "./magic";
import { previewOf } from "./preview";

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const text = (encoding: string, bom = 0) => ({ kind: "text", text: { encoding, bom } });

/** UTF-16 by hand. */
function utf16(words: string, little: boolean): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(words.length * 2);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < words.length; i++) view.setUint16(i * 2, words.charCodeAt(i), little);
	return bytes;
}

test("valid UTF-8 is text, with or without a byte order mark", async () => {
	expect(await lookAt(utf8Bytes("naïve 名前\n"))).toEqual(text("utf-8"));
	expect(await lookAt(utf8Bytes("\ufeffhello"))).toEqual(text("utf-8", 3));
});

test("a character cut at the end of the file is no UTF-8", async () => {
	const cut = utf8Bytes("mostly ascii, then é").subarray(0, -1);
	expect(await lookAt(cut)).toEqual(text("latin-1"));
});

test("a character cut at the end of the head is forgiven", async () => {
	const long = utf8Bytes("é".repeat(65_536 / 2 + 8)).subarray(1);
	expect((await lookAt(concat([latin("x"), long.subarray(1)]))).kind).toBe("text");
});

const LETTERS = [
	"key = value\r\n",
	"Ein längeres Wörterbuch\n",
	"Привет, мир\n",
	"名前、住所。\n価格 100 円\n",
];

test.each(LETTERS)(
	"%j in UTF-16 is text in both orders, with and without a mark",
	async (words) => {
		const long = words.repeat(3);
		expect(await lookAt(utf16(`\ufeff${long}`, true))).toEqual(text("utf-16le", 2));
		expect(await lookAt(utf16(`\ufeff${long}`, false))).toEqual(text("utf-16be", 2));
		expect(await lookAt(utf16(long, true))).toEqual(text("utf-16le"));
		expect(await lookAt(utf16(long, false))).toEqual(text("utf-16be"));
	},
);

test("numbers of 16 bits are no text", async () => {
	const numbers = (step: number) => {
		const bytes = new Uint8Array(4000);
		const view = new DataView(bytes.buffer);
		for (let i = 0; i < 2000; i++) view.setUint16(i * 2, (i * step) & 0xffff, true);
		return bytes;
	};
	for (const step of [1, 7, 257, 4099, 40_503]) {
		expect((await lookAt(numbers(step))).kind, `step ${step}`).toBe("binary");
	}
});

test("mostly ASCII bytes that are no UTF-8 are Latin-1, or of Windows where that has letters", async () => {
	expect(await lookAt(latin("caf\xe9 au lait, na\xefve\n"))).toEqual(text("latin-1"));
	expect(await lookAt(latin("\x93quoted\x94 \x96 caf\xe9\n"))).toEqual(text("windows-1252"));
	expect(await lookAt(latin("\xe9\xe8\xff\xf1\xe4\xe0\xb7"))).toEqual({ kind: "binary" });
});

test("a NUL byte or many control bytes make a file binary", async () => {
	expect(await lookAt(latin("text\0text"))).toEqual({ kind: "binary" });
	expect(await lookAt(latin("\x01\x02\x03\x04 text"))).toEqual({ kind: "binary" });
	expect(await lookAt(utf8Bytes("\x1b[1mbold\x1b[0m and\ttabs\r\n"))).toEqual(text("utf-8"));
});

test("a long run of zeros is a hole in a text", async () => {
	const hole = new Uint8Array(4096);
	expect(await lookAt(concat([utf8Bytes("before\n"), hole, utf8Bytes("after\n")]))).toEqual(
		text("utf-8"),
	);
	expect(await lookAt(hole)).toEqual({ kind: "binary" });
});

test("text that starts like a program is text", async () => {
	expect(await lookAt(utf8Bytes("MZ is the start of a Windows program\n"))).toEqual(text("utf-8"));
	expect(await lookAt(latin("MZ\x90\0\x03\0\0\0"))).toMatchObject({ label: "Windows program" });
	expect(await lookAt(utf8Bytes("BMW is a car maker, and this is text."))).toEqual(text("utf-8"));
});

test("archives whose members are text are archives", async () => {
	expect(await lookAt(utf8Bytes("!<arch>\ndebian-binary   "))).toMatchObject({ label: "ar" });
	const tar = new Uint8Array(512);
	tar.set(latin("ustar"), 257);
	expect(await lookAt(tar)).toMatchObject({ kind: "binary", label: "tar" });
});

const drawings = [
	'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
	'\ufeff<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd" [\n<!ENTITY a "b">\n]>\n<svg/>',
	'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
];

test.each(drawings)("%j is a drawing, and text", async (svg) => {
	const preview = await lookAt(utf8Bytes(svg));
	expect(preview).toMatchObject({ kind: "picture", name: "SVG", text: { encoding: "utf-8" } });
});

test("what only speaks of a drawing is text", async () => {
	for (const words of ["<html><svg/></html>", "<svgx/>", "see <svg>", "<!-- <svg> "]) {
		expect(await lookAt(utf8Bytes(words))).toEqual(text("utf-8"));
	}
});

test.each(MAGICS.map((m) => [m.label, m] as const))("%s is recognised", async (_, magic) => {
	const file = concat([new Uint8Array(magic.at ?? 0), latin(magic.bytes), new Uint8Array(16)]);
	const preview = await lookAt(file);
	// FAT32 also has its name where FAT has it not, and so on: at least something is said.
	if (preview.kind === "binary") expect(preview.doc).toBeDefined();
	else expect(preview).toMatchObject({ kind: "facts" });
});

test("every format says in one sentence what it is", () => {
	for (const { doc } of MAGICS) expect(doc).toMatch(/^[A-Z].*\.$/);
});

/** A head of which `missing` could not be read. */
const partly = (
	bytes: Uint8Array,
	missing: { start: number; end: number }[],
	size = bytes.length,
) =>
	previewOf({
		head: bytes,
		missing,
		size,
		open: async () => ({ space: "file:7", source: memorySource(bytes) }),
	});

test("a head with a gap is judged by what lies before it", async () => {
	const bytes = concat([latin("\x7fELF\x02"), new Uint8Array(100)]);
	expect(await partly(bytes, [{ start: 5, end: 105 }], 500)).toMatchObject({ label: "ELF" });
});

test("text whose beginning is missing is still text; anything else is unknown", async () => {
	const gap = [{ start: 0, end: 9 }];
	const words = concat([new Uint8Array(9), utf8Bytes("é and more text\n").subarray(1)]);
	expect(await partly(words, gap)).toEqual(text("utf-8"));
	const twoGaps = [
		{ start: 0, end: 4 },
		{ start: 4, end: 9 },
	];
	expect(await partly(words, twoGaps)).toEqual(text("utf-8"));
	const png = concat([new Uint8Array(9), latin("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]);
	expect(await partly(png, gap)).toMatchObject({ label: "Unknown" });
	const lost = new Uint8Array(50);
	expect(await partly(lost, [{ start: 0, end: 50 }])).toMatchObject({ label: "Unknown" });
});
