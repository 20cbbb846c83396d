/** Archives that end before their file does: what follows them is a part of its own. */
import { Pieces } from "./pieces";
import type { Reading } from "./reading";
import type { Names } from "./unique";
import type { Part } from "./wrapper";

/** Zeros between archives that are looked over. */
const MOST_ZEROS = 1 << 20;

/** The first byte that is no zero, at byte `from` or behind it; the end of the file where there is none. @throws Missing */
export function behindZeros({ bytes, size }: Reading, from: number): number {
	const most = Math.min(size, from + MOST_ZEROS);
	for (let at = from, step = 4096; at < most; at += step, step *= 4) {
		const found = bytes.slice(at, Math.min(most, at + step)).findIndex((byte) => byte !== 0);
		if (found >= 0) return at + found;
	}
	return size;
}

/**
 * What follows an archive that ends at byte `end`; nothing where that is zeros.
 * @param unique makes its name another than those of the members
 * @throws Missing
 */
export function partsBehind(reading: Reading, end: number, unique: Names): Part[] {
	const start = behindZeros(reading, end);
	if (start >= reading.size) return [];
	return [
		{
			name: unique("[behind]"),
			size: reading.size - start,
			bytes: Pieces.slice(start, reading.size),
			detail: "what follows the end of the archive",
		},
	];
}
