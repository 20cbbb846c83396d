/** Bytes as lines of a hex dump: offset, hex, and the printable ASCII of each byte. */
import { contains, type Range } from "../../../../base/range";
import { sizeText } from "../../../../base/words";

export interface HexLine {
	/** Offset of the first byte, eight hexadecimal digits. */
	readonly offset: string;
	/** Padded, so that a short last line keeps its columns. */
	readonly hex: string;
	readonly ascii: string;
}

/** Several whole lines of which nothing is known, or that are all zeros. */
interface HoleLine {
	readonly offset: string;
	readonly hole: "missing" | "zeros";
	readonly words: string;
}

interface Given {
	readonly bytes: Uint8Array;
	/** Ranges whose bytes are not known and show as `--`. */
	readonly missing?: readonly Range[];
}

/** Lines of zeros that are still written out. */
const FEW_ZEROS = 2;

/** A byte, or undefined when it could not be read. */
type Known = number | undefined;

const hexOf = (b: Known): string => b?.toString(16).padStart(2, "0") ?? "--";

function asciiOf(b: Known): string {
	if (b === undefined) return " ";
	return b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : "·";
}

const offsetOf = (at: number): string => at.toString(16).padStart(8, "0");

/** Every line of it. @param perLine bytes of a line, a multiple of 8 */
export const allLines = (bytes: Uint8Array, perLine: number): HexLine[] =>
	Array.from({ length: Math.ceil(bytes.length / perLine) }, (_, i) =>
		lineOf(i * perLine, Array.from(bytes.subarray(i * perLine, (i + 1) * perLine)), perLine),
	);

/** The same with a hole as one line. @param perLine bytes of a line, a multiple of 8 */
export function hexLines({ bytes, missing = [] }: Given, perLine: number): (HexLine | HoleLine)[] {
	const known = (at: number): Known =>
		missing.some((range) => contains(range, at)) ? undefined : bytes[at];
	const lines: (HexLine | HoleLine)[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = sameUntil(known, at, bytes.length);
		const whole = end === bytes.length ? end - at : Math.floor((end - at) / perLine) * perLine;
		const first = known(at);
		const least = first === undefined ? 1 : FEW_ZEROS + 1;
		if ((first ?? 0) === 0 && whole >= least * perLine) {
			const hole = first === undefined ? "missing" : "zeros";
			const words = `${sizeText(whole)} ${hole === "missing" ? "missing" : "of zeros"}`;
			lines.push({ offset: offsetOf(at), hole, words });
			at += whole;
		} else {
			const length = Math.min(perLine, bytes.length - at);
			const line = Array.from({ length }, (_, i) => known(at + i));
			lines.push(lineOf(at, line, perLine));
			at += length;
		}
	}
	return lines;
}

/** The end of the bytes that are like the one at `at`. */
function sameUntil(known: (at: number) => Known, at: number, size: number): number {
	const first = known(at);
	let end = at + 1;
	while (end < size && known(end) === first) end++;
	return end;
}

function lineOf(at: number, line: readonly Known[], perLine: number): HexLine {
	const groups: string[] = [];
	for (let i = 0; i < perLine; i += 8) {
		groups.push(
			line
				.slice(i, i + 8)
				.map(hexOf)
				.join(" "),
		);
	}
	return {
		offset: offsetOf(at),
		hex: groups.join("  ").padEnd(perLine * 3 - 1 + perLine / 8 - 1),
		ascii: line.map(asciiOf).join(""),
	};
}
