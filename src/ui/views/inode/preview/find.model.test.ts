import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8Bytes } from "../../../../base/text";
import { decode, ENCODINGS, encode } from "./encodings.model";
import { FIND_STEP, MOST_HITS, TextFind } from "./find.model";
import { TextLines } from "./lines.model";

function textOf(...pieces: string[]): TextLines {
	const text = new TextLines();
	for (const piece of pieces) text.append(utf8Bytes(piece));
	return text;
}

function findAll(text: TextLines, words: string, ignoreCase = false): number[] {
	const find = new TextFind(utf8Bytes(words), ignoreCase);
	while (find.step(text));
	return find.hits;
}

test("hits are byte offsets and do not overlap", () => {
	expect(findAll(textOf("né né"), "né")).toEqual([0, 4]);
	expect(findAll(textOf("aaaaa"), "aa")).toEqual([0, 2]);
});

test("case is ignored on request, for ASCII letters only", () => {
	expect(findAll(textOf("Root ROOT root É"), "rooT", true)).toEqual([0, 5, 10]);
	expect(findAll(textOf("Root ROOT root"), "root")).toEqual([10]);
	expect(findAll(textOf("É"), "é", true)).toEqual([]);
});

test("a hit may lie across chunks and across steps", () => {
	const lead = "-".repeat(FIND_STEP - 2);
	expect(findAll(textOf("nee", "dle and n", "eedle"), "needle")).toEqual([0, 11]);
	expect(findAll(textOf(lead, "needle"), "needle")).toEqual([lead.length]);
});

test("finding goes on where it stopped when more text arrives", () => {
	const text = textOf("one need");
	const find = new TextFind(utf8Bytes("needle"), false);
	while (find.step(text));
	expect(find.hits).toEqual([]);
	text.append(utf8Bytes("le, two needle"));
	while (find.step(text));
	expect(find.hits).toEqual([4, 16]);
});

test("the same hits as a plain search, however the text arrives", () => {
	const word = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 5 });
	const pieces = fc.array(fc.string({ unit: fc.constantFrom("a", "b") }), { maxLength: 8 });
	fc.assert(
		fc.property(pieces, word, (chunks, pattern) => {
			const all = chunks.join("");
			const expected: number[] = [];
			for (let at = all.indexOf(pattern); at >= 0; at = all.indexOf(pattern, at + pattern.length)) {
				expected.push(at);
			}
			expect(findAll(textOf(...chunks), pattern)).toEqual(expected);
		}),
	);
});

test("an empty word has no hits; too many hits are capped", () => {
	expect(findAll(textOf("abc"), "")).toEqual([]);
	const find = new TextFind(utf8Bytes("x"), false);
	const text = textOf("x".repeat(MOST_HITS + 5));
	while (find.step(text));
	expect(find.hits.length).toBe(MOST_HITS);
	expect(find.capped).toBe(true);
});

test("the next hit after a place goes around the end", () => {
	const find = new TextFind(utf8Bytes("a"), false);
	find.step(textOf("-a-a-"));
	expect([0, 1, 2, 4].map((at) => find.from(at))).toEqual([0, 0, 1, 0]);
	expect(new TextFind(utf8Bytes("z"), false).from(0)).toBe(-1);
});

test("Latin-1 words are looked for as their bytes; what it cannot write is not found", () => {
	expect(encode("né", "latin-1")).toEqual(Uint8Array.of(0x6e, 0xe9));
	expect(encode("名", "latin-1")).toBeUndefined();
	expect(encode("é", "utf-8")).toEqual(Uint8Array.of(0xc3, 0xa9));
});

test("every encoding reads what it writes", () => {
	for (const encoding of Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[]) {
		for (const text of ["plain", "é", "ж", "“”", "😀"]) {
			const bytes = encode(text, encoding);
			if (bytes) expect(decode(bytes, encoding)).toBe(text);
		}
	}
});

test.each(["utf-16le", "utf-16be"] as const)(
	"words in %s begin at a unit, in any case",
	(encoding) => {
		const hits = (source: string, words: string) => {
			const text = new TextLines(encoding);
			text.append(encode(source, encoding) ?? new Uint8Array());
			const find = new TextFind(encode(words, encoding) ?? new Uint8Array(), true, encoding);
			while (find.step(text));
			return find.hits;
		};
		expect(hits("Root ROOT", "root")).toEqual([0, 10]);
		// Shifted by a byte, and with high bytes that look like letters.
		expect(hits("\u0161\u0061\u6100", "a")).toEqual([2]);
		expect(hits("\u4100\u6141", "\u6100")).toEqual([]);
		expect(hits("\u4161", "\u6161")).toEqual([]);
	},
);
