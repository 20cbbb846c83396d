/** Bytes as lines of a hex dump: offset, hex, and the printable ASCII of each byte. */
import { contains, type Range } from "../../../../base/range";

export interface HexLine {
	/** Offset of the first byte, eight hexadecimal digits. */
	readonly offset: string;
	/** Padded, so that a short last line keeps its columns. */
	readonly hex: string;
	readonly ascii: string;
}

/** A byte, or undefined when it could not be read. */
type Known = number | undefined;

const hexOf = (b: Known): string => b?.toString(16).padStart(2, "0") ?? "--";

function asciiOf(b: Known): string {
	if (b === undefined) return " ";
	return b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : "·";
}

/**
 * @param perLine bytes of a line, a multiple of 8
 * @param missing ranges whose bytes are not known and show as `--`
 */
export function hexLines(
	bytes: Uint8Array,
	perLine: number,
	missing: readonly Range[] = [],
): HexLine[] {
	const lines: HexLine[] = [];
	const isMissing = (at: number) => missing.some((m) => contains(m, at));
	for (let at = 0; at < bytes.length; at += perLine) {
		const line = Array.from(bytes.subarray(at, at + perLine), (b, i) =>
			isMissing(at + i) ? undefined : b,
		);
		const groups: string[] = [];
		for (let i = 0; i < perLine; i += 8)
			groups.push(
				line
					.slice(i, i + 8)
					.map(hexOf)
					.join(" "),
			);
		lines.push({
			offset: at.toString(16).padStart(8, "0"),
			hex: groups.join("  ").padEnd(perLine * 3 - 1 + perLine / 8 - 1),
			ascii: line.map(asciiOf).join(""),
		});
	}
	return lines;
}
