/**
 * One directory block: entries, then their names. nameoff of the first entry tells
 * how many there are (format section 8.1).
 */
import type { Finding, Report } from "../base/finding";
import { fileSpace } from "../base/space";
import { showName } from "../base/text";
import { viewOf } from "../schema/struct";
import type { Inode } from "./inode";
import { DIRENT, dirent } from "./structs/dirent";

const MAX_NAME = 255;

/** Position of a directory block, for findings. */
export interface BlockPlace {
	readonly inode: Inode;
	/** Offset of the block in the directory's data. */
	readonly start: number;
}

export const entryFinding = (
	place: BlockPlace,
	i: number,
	rest: Pick<Finding, "code" | "severity" | "text" | "field" | "seen" | "allowed">,
): Finding => ({
	...rest,
	structure: dirent.name,
	nid: place.inode.nid,
	at: {
		space: fileSpace(place.inode.nid),
		start: place.start + i * DIRENT,
		end: place.start + (i + 1) * DIRENT,
	},
});

const ascii = (code: number) => (name: Uint8Array) => name.includes(code);
const hasSlash = ascii(0x2f);
const hasNul = ascii(0);

function checkName(place: BlockPlace, i: number, name: Uint8Array, report: Report): boolean {
	const length = name.length;
	const wrong =
		length === 0
			? "The name is empty."
			: length > MAX_NAME
				? "The name is longer than 255 bytes."
				: hasSlash(name)
					? "The name contains a slash."
					: hasNul(name)
						? "The name contains a zero byte."
						: undefined;
	if (!wrong) return true;
	report(
		entryFinding(place, i, {
			code: "dirent-name",
			severity: "error",
			text: wrong,
			field: "name",
			seen: showName(name.subarray(0, MAX_NAME)) || "(empty)",
			allowed: "1 to 255 bytes without / and NUL",
		}),
	);
	// An odd name can be shown; one without any sensible extent cannot.
	return length > 0 && length <= MAX_NAME;
}

/** Bytes of the name of the last entry: up to the zero padding or the end of the block. */
function lastNameEnd(block: Uint8Array, start: number): number {
	const nul = block.indexOf(0, start);
	return nul < 0 ? block.length : nul;
}

/**
 * Number of entries of a block; 0 (with a finding) when the block makes no sense.
 */
function entryCount(block: Uint8Array, place: BlockPlace, report: Report): number {
	const first = block.length >= DIRENT ? viewOf(block).getUint16(8, true) : 0;
	if (first >= DIRENT && first % DIRENT === 0 && first < block.length) return first / DIRENT;
	report(
		entryFinding(place, 0, {
			code: "dirent-nameoff0",
			severity: "error",
			text: "The first name offset makes no sense, so the entries of this directory block cannot be read.",
			field: "nameoff",
			seen: String(first),
			allowed: `a multiple of 12 from 12 to ${block.length - 1}`,
		}),
	);
	return 0;
}

/** Feeds the good entries of one block to `take`; damage goes to `report`. */
export function parseBlock(
	block: Uint8Array,
	place: BlockPlace,
	report: Report,
	take: (name: Uint8Array, nid: bigint, type: number, at: number) => void,
): void {
	const view = viewOf(block);
	const count = entryCount(block, place, report);
	for (let i = 0; i < count; i++) {
		const p = i * DIRENT;
		const start = view.getUint16(p + 8, true);
		const end = i + 1 < count ? view.getUint16(p + DIRENT + 8, true) : lastNameEnd(block, start);
		if (start < count * DIRENT || end < start || end > block.length) {
			report(
				entryFinding(place, i, {
					code: "dirent-nameoff",
					severity: "error",
					text: "The name offset is out of order or outside the directory block; the entry cannot be read.",
					field: "nameoff",
					seen: `${start} (next ${end})`,
					allowed: `ascending, ${count * DIRENT} to ${block.length}`,
				}),
			);
			continue;
		}
		const name = block.subarray(start, end);
		if (checkName(place, i, name, report)) {
			take(name, view.getBigUint64(p, true), view.getUint8(p + 10), place.start + p);
		}
	}
}
