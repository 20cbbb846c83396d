/**
 * A row of text as drawn: plain stretches, found words, and bytes the image
 * could not deliver. Decoding happens here, a row at a time.
 */
import type { Range } from "../../../../base/range";
import type { TextFind } from "./find.model";
import { type Row, type TextLines, upperBound } from "./lines.model";
import type { TextEncoding } from "./sniff.model";

type PieceKind = "text" | "hit" | "current" | "missing";

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

function missingPieces(row: Range, missing: readonly Range[]): Piece[] {
	return missing
		.filter((m) => m.start < row.end && m.end > row.start)
		.map((m) => ({
			kind: "missing" as const,
			start: Math.max(row.start, m.start),
			end: Math.min(row.end, m.end),
		}));
}

/** The pieces of a row, gapless and in order. What is missing cannot be a hit. */
export function rowPieces(row: Range, missing: readonly Range[], found?: Found): Piece[] {
	const gaps = missingPieces(row, missing);
	const hits = found ? hitPieces(row, found) : [];
	const marks = [
		...gaps,
		...hits.filter((h) => !gaps.some((g) => g.start < h.end && h.start < g.end)),
	].sort((a, b) => a.start - b.start);
	const out: Piece[] = [];
	let at = row.start;
	for (const mark of marks) {
		if (mark.start > at) out.push({ kind: "text", start: at, end: mark.start });
		out.push(mark);
		at = mark.end;
	}
	if (at < row.end) out.push({ kind: "text", start: at, end: row.end });
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

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Each byte is the character of that number. (TextDecoder's "latin1" is another set.) */
const decodeLatin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The text of a piece. Bytes that are no text become U+FFFD; nothing stays invisible. */
export function pieceText(text: TextLines, piece: Range, encoding: TextEncoding): string {
	const bytes = text.slice(piece.start, piece.end);
	const decoded = encoding === "utf-8" ? utf8Decoder.decode(bytes) : decodeLatin(bytes);
	return decoded.replace(HIDDEN, showHidden);
}

/** Rows start after a byte order mark. */
export const withoutBom = (row: Row, bom: boolean): Row =>
	bom && row.start === 0 ? { ...row, start: Math.min(3, row.end) } : row;
