/** A row of text as drawn: plain stretches, found words, holes. It is decoded here, a row at a time. */
import type { Range } from "../../../../base/range";
import type { TextEncoding } from "../../../../worker/protocol";
import { decode } from "./encodings.model";
import type { TextFind } from "./find.model";
import { type Hole, type Row, type TextLines, upperBound } from "./lines.model";

type PieceKind = "text" | "hit" | "current" | Hole;

/** Bytes [start, end) of the file, shown one way. */
export interface Piece extends Range {
	readonly kind: PieceKind;
}

interface Found {
	readonly find: TextFind;
	/** Index of the hit the reader stands at. */
	readonly current: number;
}

/** Hits that touch the row, cut to it. */
function hitPieces(row: Range, { find, current }: Found): Piece[] {
	const out: Piece[] = [];
	for (let i = upperBound(find.hits, row.start - find.length); i < find.hits.length; i++) {
		const start = find.hits[i] as number;
		if (start >= row.end) break;
		const kind = i === current ? "current" : "hit";
		const end = Math.min(row.end, start + find.length);
		out.push({ kind, start: Math.max(row.start, start), end });
	}
	return out;
}

/** The pieces of a row, gapless and in order. A hole is one piece. */
export function rowPieces(row: Range & Pick<Row, "hole">, found?: Found): Piece[] {
	const { start, end, hole } = row;
	if (hole) return [{ kind: hole, start, end }];
	const out: Piece[] = [];
	let at = start;
	for (const mark of found ? hitPieces(row, found) : []) {
		if (mark.start > at) out.push({ kind: "text", start: at, end: mark.start });
		out.push(mark);
		at = mark.end;
	}
	if (at < end) out.push({ kind: "text", start: at, end });
	return out;
}

/** Whether two lists of pieces draw the same, given the same bytes. */
export const samePieces = (a: readonly Piece[], b: readonly Piece[]): boolean =>
	a.length === b.length &&
	a.every((piece, i) => {
		const other = b[i];
		return piece.kind === other?.kind && piece.start === other.start && piece.end === other.end;
	});

/** Characters that draw nothing or reorder the text around them; joiners belong to words and stay. */
const HIDDEN =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be made visible
	/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Control pictures for ASCII controls, `‹U+202E›` for the others. */
function showHidden(c: string): string {
	const code = c.charCodeAt(0);
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	if (code === 0x7f) return "\u2421";
	return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
}

/** The text of a piece. Bytes that are no text become U+FFFD; nothing stays invisible. */
export const pieceText = (text: TextLines, { start, end }: Range, encoding: TextEncoding): string =>
	decode(text.slice(start, end), encoding).replace(HIDDEN, showHidden);

/** Rows start after a byte order mark of `bom` bytes. */
export const withoutBom = (row: Row, bom: number): Row =>
	row.start === 0 && !row.hole ? { ...row, start: Math.min(bom, row.end) } : row;
