/** What Rock Ridge says of the records of a disc: names of any kind, and directories that lie elsewhere. */
import { showName } from "../base/text";
import { RECORD } from "./iso-tables";
import type { Reading } from "./reading";
import { startsWith } from "./tables";

const SYSTEM_USE = { key: "system_use", role: "attr", doc: "Entries of Rock Ridge." } as const;
/** Bytes of one area at most. */
const MOST_AREA = 2048;

/** Where a tree of directories begins. */
interface Root {
	readonly extent: number;
	readonly blockSize: number;
}

/** The first record of the root says so. */
export function hasRockRidge(reading: Reading, { extent, blockSize }: Root): boolean {
	const at = extent * blockSize;
	if (!reading.has(at, RECORD + 8)) return false;
	const length = reading.bytes.u8(at);
	return (
		length > RECORD + 7 && startsWith(reading.bytes.slice(at + RECORD + 1, at + RECORD + 3), "SP")
	);
}

/** Areas in which the entries of one record may go on. */
const MOST_AREAS = 16;

/** What Rock Ridge says of a record. */
interface RockRidge {
	readonly name?: string;
	/** First byte of the directory that is meant: deep ones lie elsewhere, as if they were less deep. */
	readonly child?: number;
	/** Set for a directory that is only stored here, and meant elsewhere. */
	readonly isMoved?: true;
}

/** Entries have two letters and their size in front; names come in pieces, areas lead to others. */
export function rockRidgeOf(
	reading: Reading,
	from: number,
	to: number,
	{ blockSize }: Pick<Root, "blockSize">,
): RockRidge {
	const pieces: Uint8Array[] = [];
	const said: { child?: number; isMoved?: true } = {};
	let area: { start: number; end: number } | undefined = { start: from, end: to };
	for (let n = 0; area && n < MOST_AREAS; n++) {
		const { start, end }: { start: number; end: number } = area;
		area = undefined;
		if (!reading.has(start, end - start)) break;
		const bytes = reading.slice(SYSTEM_USE, start, end);
		for (let at = 0; at + 4 <= bytes.length; ) {
			const length = bytes[at + 2] as number;
			if (length < 4 || at + length > bytes.length) break;
			const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
			const word = String.fromCharCode(bytes[at] as number, bytes[at + 1] as number);
			if (word === "NM" && length > 5) pieces.push(bytes.slice(at + 5, at + length));
			if (word === "RE") said.isMoved = true;
			if (word === "CL" && length >= 12) said.child = view.getUint32(4, true) * blockSize;
			if (word === "CE" && length >= 28) {
				const place = view.getUint32(4, true) * blockSize + view.getUint32(12, true);
				area = { start: place, end: place + Math.min(MOST_AREA, view.getUint32(20, true)) };
			}
			at += length;
		}
	}
	if (pieces.length === 0) return said;
	return { ...said, name: showName(Uint8Array.from(pieces.flatMap((piece) => [...piece]))) };
}
