import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, utf8Bytes } from "../../../../base/text";
import { decode, encode } from "./encodings.model";
import { MOST_ROW, TextLines, upperBound } from "./lines.model";

function linesOf(...chunks: Uint8Array[]): TextLines {
	const text = new TextLines();
	for (const chunk of chunks) text.append(chunk);
	return text;
}

const rowsOf = (text: TextLines) => Array.from({ length: text.rows }, (_, i) => text.row(i));

const showRows = (text: TextLines) =>
	rowsOf(text).map((r) => new TextDecoder().decode(text.slice(r.start, r.end)));

test("no bytes make no row; a lone line feed makes one empty row", () => {
	expect(linesOf().rows).toBe(0);
	expect(linesOf().lines).toBe(0);
	expect(showRows(linesOf(utf8Bytes("\n")))).toEqual([""]);
});

test("a final line feed ends the last line and starts none", () => {
	expect(showRows(linesOf(utf8Bytes("a\nb\n")))).toEqual(["a", "b"]);
	expect(showRows(linesOf(utf8Bytes("a\n\nb")))).toEqual(["a", "", "b"]);
});

test("CRLF ends a line, also when a chunk border lies inside it", () => {
	expect(showRows(linesOf(utf8Bytes("a\r"), utf8Bytes("\nb\r\n")))).toEqual(["a", "b"]);
	expect(showRows(linesOf(utf8Bytes("\r\n")))).toEqual([""]);
});

test("a lone carriage return stays in the line", () => {
	expect(showRows(linesOf(utf8Bytes("a\rb\n")))).toEqual(["a\rb"]);
});

test("lines and characters cross chunk borders", () => {
	const bytes = utf8Bytes("名前 one\ntwo é\n");
	for (let cut = 0; cut <= bytes.length; cut++) {
		const text = linesOf(bytes.subarray(0, cut), bytes.subarray(cut));
		expect(showRows(text)).toEqual(["名前 one", "two é"]);
	}
});

test("a long line continues on the next rows under the same number", () => {
	const text = linesOf(utf8Bytes(`${"x".repeat(MOST_ROW * 2 + 10)}\nend`));
	expect(rowsOf(text).map((r) => [r.end - r.start, r.line, r.continued])).toEqual([
		[MOST_ROW, 1, false],
		[MOST_ROW, 1, true],
		[10, 1, true],
		[3, 2, false],
	]);
	expect(text.lines).toBe(2);
});

test("a line that just fills a row leaves no empty row behind", () => {
	for (const end of ["\n", "\r\n"]) {
		const text = linesOf(utf8Bytes(`${"x".repeat(MOST_ROW)}${end}next`));
		expect(rowsOf(text).map((r) => r.end - r.start)).toEqual([MOST_ROW, 4]);
	}
});

test("a row is never cut inside a character", () => {
	for (let lead = 0; lead < 4; lead++) {
		const source = "x".repeat(lead) + "😀".repeat(MOST_ROW);
		expect(showRows(linesOf(utf8Bytes(source))).join("")).toBe(source);
	}
});

test("bytes that are no characters are cut all the same", () => {
	const text = linesOf(new Uint8Array(50_000).fill(0x80), new Uint8Array(50_000).fill(13));
	for (const row of rowsOf(text)) expect(row.end - row.start).toBeLessThanOrEqual(MOST_ROW + 3);
});

test("any chunking of the same bytes gives the same rows", () => {
	const piece = fc.oneof(
		fc.uint8Array({ maxLength: 40 }),
		fc.constantFrom("\r\n", "\n", "é", "x".repeat(3000)).map(utf8Bytes),
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (chunks) => {
			expect(rowsOf(linesOf(...chunks))).toEqual(rowsOf(linesOf(concat(chunks))));
		}),
	);
});

test("rowAt finds the row that holds a byte", () => {
	const text = linesOf(utf8Bytes("one\ntwo\nthree"));
	expect([0, 3, 4, 8, 12, 99].map((at) => text.rowAt(at))).toEqual([0, 0, 1, 2, 2, 2]);
});

test("the widest row counts tabs as the columns they take", () => {
	expect(linesOf(utf8Bytes("abc\n\t\tx\nabcd")).columns).toBe(9);
	expect(linesOf(utf8Bytes("\n\n12345")).columns).toBe(5);
});

test("upperBound counts the numbers up to a value", () => {
	expect([0, 1, 2, 5, 6].map((v) => upperBound([1, 2, 2, 5], v))).toEqual([0, 1, 3, 4, 4]);
});

/** Length, line and hole of each row. */
const shapes = (text: TextLines) => rowsOf(text).map((r) => [r.end - r.start, r.line, r.hole]);

test("missing bytes are one row, however many and in however many pieces", () => {
	const text = new TextLines();
	const chunk = utf8Bytes(`one\ntwo${"\0".repeat(9000)}`);
	text.append(chunk, [
		{ start: 7, end: 500 },
		{ start: 500, end: chunk.length },
	]);
	const rest = new Uint8Array(70_000);
	rest.set(utf8Bytes("end\nlast"), rest.length - 8);
	text.append(rest, [{ start: chunk.length, end: chunk.length + rest.length - 8 }]);
	expect(shapes(text)).toEqual([
		[3, 1, undefined],
		[3, 2, undefined],
		[9000 + 69_992, 2, "missing"],
		[3, 2, undefined],
		[4, 3, undefined],
	]);
});

test("a long run of zeros is one row, a short one is text", () => {
	const zeros = (n: number) => new Uint8Array(n);
	expect(shapes(linesOf(utf8Bytes("a\n"), zeros(100_000), utf8Bytes("b\n")))).toEqual([
		[1, 1, undefined],
		[100_000, 2, "zeros"],
		[1, 2, undefined],
	]);
	expect(shapes(linesOf(utf8Bytes("a"), zeros(63), utf8Bytes("b")))).toEqual([[65, 1, undefined]]);
});

test("any chunking of holes gives the same rows", () => {
	const piece = fc.oneof(
		fc.integer({ min: 1, max: 200 }).map((n) => new Uint8Array(n)),
		fc.constantFrom("a\n", "b", "é", "\n").map(utf8Bytes),
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 12 }), (chunks) => {
			expect(rowsOf(linesOf(...chunks))).toEqual(rowsOf(linesOf(concat(chunks))));
		}),
	);
});

test.each(["utf-16le", "utf-16be"] as const)("%s is cut at its own line ends", (encoding) => {
	const bytes = encode("one\r\n\u0a0a\u0d0a two\n\nend", encoding) ?? new Uint8Array();
	for (let cut = 0; cut <= bytes.length; cut++) {
		const text = new TextLines(encoding);
		text.append(bytes.subarray(0, cut));
		text.append(bytes.subarray(cut));
		const rows = rowsOf(text).map((r) => decode(text.slice(r.start, r.end), encoding));
		expect(rows).toEqual(["one", "\u0a0a\u0d0a two", "", "end"]);
	}
});

test("a row of UTF-16 is never cut inside a character, and holes keep to its units", () => {
	const text = new TextLines("utf-16be");
	const source = `x${"😀".repeat(MOST_ROW)}`;
	text.append(encode(source, "utf-16be") ?? new Uint8Array());
	text.append(new Uint8Array(1001));
	text.append(Uint8Array.of(0, 0, 0x41));
	const rows = rowsOf(text);
	const words = rows
		.filter(({ hole }) => !hole)
		.map((r) => decode(text.slice(r.start, r.end), "utf-16be"));
	expect(words.join("")).toBe(`${source}A`);
	expect(rows.filter(({ hole }) => hole).length).toBe(1);
});
