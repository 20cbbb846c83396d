/** Rows of a hex dump in which some bytes are marked. */
import type { Range } from "../../../base/range";

interface Piece {
	readonly text: string;
	readonly isWrong: boolean;
}

export interface FieldRow {
	/** Of its first byte, eight digits at least. */
	readonly offset: string;
	readonly hex: readonly Piece[];
	/** Spaces where a last row ends early. */
	readonly fill: string;
	readonly text: readonly Piece[];
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, "0");
const letter = (byte: number): string =>
	byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";

/**
 * @param from offset of the first byte
 * @param wrong offsets of those to mark
 */
export function fieldRows(
	bytes: Uint8Array,
	from: number,
	wrong: Range,
	perRow: number,
): FieldRow[] {
	const rows: FieldRow[] = [];
	for (let at = 0; at < bytes.length; at += perRow) {
		const start = from + at;
		const line = bytes.subarray(at, at + perRow);
		const cut = (offset: number) => Math.max(0, Math.min(line.length, offset - start));
		const parts = [
			[0, cut(wrong.start), false],
			[cut(wrong.start), cut(wrong.end), true],
			[cut(wrong.end), line.length, false],
		] as const;
		const pieces = (show: (part: Uint8Array) => string): Piece[] =>
			parts
				.filter(([first, end]) => end > first)
				.map(([first, end, isWrong]) => ({ text: show(line.subarray(first, end)), isWrong }));
		const hex = pieces((part) => Array.from(part, hexByte).join(" "));
		rows.push({
			offset: start.toString(16).padStart(8, "0"),
			hex: hex.flatMap((piece, i) => (i > 0 ? [{ text: " ", isWrong: false }, piece] : [piece])),
			fill: "   ".repeat(perRow - line.length),
			text: pieces((part) => Array.from(part, letter).join("")),
		});
	}
	return rows;
}
