/**
 * One directory block: entries, then their names. nameoff of the first entry tells
 * how many there are (format section 8.1).
 */
import type { Finding, Report } from "../base/finding";
import { fileSpace } from "../base/space";
import { showName } from "../base/text";
import { viewOf } from "../schema/struct";
import { entryCount, isNameRange, nameEnd, nameStart } from "./directory-geometry";
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

const badCount = (block: Uint8Array, place: BlockPlace, first: number): Finding =>
	entryFinding(place, 0, {
		code: "dirent-nameoff0",
		severity: "error",
		text: "The first name offset makes no sense, so the entries of this directory block cannot be read.",
		field: "nameoff",
		seen: String(first),
		allowed: `a multiple of 12 from 12 to ${block.length - 1}`,
	});

/** Feeds the good entries of one block to `take`; damage goes to `report`. */
export function parseBlock(
	block: Uint8Array,
	place: BlockPlace,
	report: Report,
	take: (name: Uint8Array, nid: bigint, type: number, at: number) => void,
): void {
	const view = viewOf(block);
	const { length } = block;
	const count = entryCount(view, 0, length);
	if (count === 0) report(badCount(block, place, length < DIRENT ? 0 : nameStart(view, 0, 0)));
	for (let i = 0; i < count; i++) {
		const p = i * DIRENT;
		const start = nameStart(view, 0, i);
		const end = nameEnd(view, 0, length, i, count);
		if (!isNameRange(start, end, count, length)) {
			report(
				entryFinding(place, i, {
					code: "dirent-nameoff",
					severity: "error",
					text: "The name offset is out of order or outside the directory block; the entry cannot be read.",
					field: "nameoff",
					seen: `${start} (next ${end})`,
					allowed: `ascending, ${count * DIRENT} to ${length}`,
				}),
			);
			continue;
		}
		const name = block.subarray(start, end);
		if (checkName(place, i, name, report)) {
			take(
				name,
				view.getBigUint64(p + dirent.at.nid, true),
				view.getUint8(p + dirent.at.file_type),
				place.start + p,
			);
		}
	}
}
