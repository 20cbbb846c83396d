import { expect, test } from "vitest";
import { utf8Bytes } from "../../../../base/text";
import { TextFind } from "./find.model";
import { TextLines } from "./lines.model";
import { pieceText, rowPieces, samePieces, withoutBom } from "./pieces.model";

function textOf(source: string): TextLines {
	const text = new TextLines();
	text.append(utf8Bytes(source));
	return text;
}

function foundIn(text: TextLines, words: string, current: number) {
	const find = new TextFind(utf8Bytes(words), false);
	while (find.step(text));
	return { find, current };
}

test("a row without marks is one piece; an empty row is none", () => {
	expect(rowPieces({ start: 5, end: 9 })).toEqual([{ kind: "text", start: 5, end: 9 }]);
	expect(rowPieces({ start: 5, end: 5 })).toEqual([]);
});

test("found words are set off, and the current one by itself", () => {
	const text = textOf("one two one");
	const pieces = rowPieces(text.row(0), foundIn(text, "one", 1));
	expect(pieces.map((p) => [p.kind, pieceText(text, p, "utf-8")])).toEqual([
		["hit", "one"],
		["text", " two "],
		["current", "one"],
	]);
});

test("a hit that crosses rows is marked in both", () => {
	const text = textOf("abXX\nXXcd");
	const found = foundIn(text, "XX\nXX", 0);
	expect(rowPieces(text.row(0), found).at(-1)).toEqual({ kind: "current", start: 2, end: 4 });
	expect(rowPieces(text.row(1), found)[0]).toEqual({ kind: "current", start: 5, end: 7 });
});

test("a hole is one piece, whatever is found in it", () => {
	const hole = { start: 2, end: 4000, hole: "missing" } as const;
	expect(rowPieces(hole, foundIn(textOf("a".repeat(4000)), "aaa", 0))).toEqual([
		{ kind: "missing", start: 2, end: 4000 },
	]);
});

test("control characters and reordering marks are made visible; tabs stay", () => {
	const text = textOf("a\x1b\t\u202eb");
	expect(pieceText(text, { start: 0, end: text.size }, "utf-8")).toBe("a\u241b\t‹U+202E›b");
});

test("bytes that are no UTF-8 show as replacement characters, as Latin-1 they are letters", () => {
	const text = new TextLines();
	text.append(Uint8Array.of(0x61, 0xe9, 0x62));
	const all = { start: 0, end: 3 };
	expect(pieceText(text, all, "utf-8")).toBe("a\ufffdb");
	expect(pieceText(text, all, "latin-1")).toBe("aéb");
});

test("a byte order mark is not drawn", () => {
	const text = textOf("\ufeffhi\nthere");
	expect(withoutBom(text.row(0), 3)).toMatchObject({ start: 3, end: 5 });
	expect(withoutBom(text.row(1), 3)).toMatchObject({ start: 6 });
	expect(withoutBom(text.row(0), 0)).toMatchObject({ start: 0 });
});

test("pieces are the same when kind and bytes are", () => {
	const [a, b] = [rowPieces({ start: 0, end: 9 }), rowPieces({ start: 0, end: 9 })];
	expect(samePieces(a, b)).toBe(true);
	expect(samePieces(a, rowPieces({ start: 0, end: 8 }))).toBe(false);
	expect(samePieces(a, rowPieces({ start: 0, end: 9, hole: "zeros" }))).toBe(false);
	expect(samePieces(a, [])).toBe(false);
});
