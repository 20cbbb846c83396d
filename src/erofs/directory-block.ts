/**
 * One directory block: entries, then their names. nameoff of the first entry tells
 * how many there are (format section 8.1).
 */
import { type Culprit, type Finding, type Report, reportLate } from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { showName, showPart } from "../base/text";
import { checkLate, fieldAt, isSound, viewOf } from "../schema/struct";
import { entryCount, isNameRange, nameEnd, nameStart } from "./directory-geometry";
import { type FaultCode, fault } from "./faults";
import type { Inode } from "./inode";
import { DIRENT, dirent } from "./structs/dirent";

const MAX_NAME = 255;

/** Position of a directory block, for findings. */
export interface BlockPlace {
	readonly inode: Inode;
	/** Offset of the block in the directory's data. */
	readonly start: number;
}

/** An entry, for findings. */
export interface EntryPlace {
	readonly directory: Pick<Inode, "nid">;
	/** Offset of the dirent in the directory's data. */
	readonly at: number;
	/** Absent when it cannot be read. */
	readonly name?: Uint8Array | undefined;
}

/** Structure, field and bytes of a dirent's field. */
export function entryField(
	{ directory: { nid }, at, name }: EntryPlace,
	field: keyof typeof dirent.at,
): Culprit {
	return {
		...fieldAt(dirent, field, fileSpace(nid), at),
		nid,
		...entryOf(name),
	};
}

const entryOf = (name: EntryPlace["name"]): Pick<Culprit, "entry"> =>
	name?.length ? { entry: showPart(name.subarray(0, MAX_NAME)) } : {};

/** The bytes of a name, which lie behind all dirents of the block. `start`: in the directory's data. */
export function entryNameField(place: EntryPlace, start: number): Culprit {
	const length = place.name?.length ?? 0;
	const about = entryField(place, "nid");
	return { ...about, field: "name", at: span(about.at.space, start, start + length) };
}

const ascii = (code: number) => (name: Uint8Array) => name.includes(code);
const hasSlash = ascii(0x2f);
const hasNul = ascii(0);

/** What is wrong with a name, in words; undefined when nothing is. */
function nameTrouble(name: Uint8Array): string | undefined {
	if (name.length === 0) return "The name is empty.";
	if (name.length > MAX_NAME) return "The name is longer than 255 bytes.";
	if (hasSlash(name)) return "The name contains a slash.";
	return hasNul(name) ? "The name contains a zero byte." : undefined;
}

/** What is wrong with a block, `length` bytes at `p` of `view`, of which no entry can be told. */
export const badCount = (where: Culprit, view: DataView, p: number, length: number): Finding => ({
	...fault("dirent-nameoff0"),
	...where,
	seen: length < DIRENT ? `a block of ${length} bytes` : String(nameStart(view, p, 0)),
	allowed: `a multiple of 12 from 12 to ${length - 1}`,
});

/** What a block gives for each good entry; `at` and `nameAt`: where dirent and name start in the directory's data. */
export type TakeEntry = (
	name: Uint8Array,
	nid: bigint,
	type: number,
	at: number,
	nameAt: number,
) => void;

/** Of two name offsets that do not ascend, whether the second is in the way: the third fits the first. */
const isNextOdd = (view: DataView, i: number, count: number): boolean =>
	i + 2 < count &&
	nameStart(view, 0, i) >= count * DIRENT &&
	nameStart(view, 0, i + 2) >= nameStart(view, 0, i);

/** The rules of the table; nearly always nothing is wrong. */
function checkEntry(
	{ directory, at, name }: EntryPlace & { readonly directory: Inode },
	bytes: Uint8Array,
	offset: number,
	report: Report,
): void {
	const { nid, context } = directory;
	const place = { bytes, offset, space: fileSpace(nid), start: at, nid };
	checkLate(dirent, place, context, (_, late) =>
		reportLate(report, late, () => ({ ...late.make(), ...entryOf(name) })),
	);
}

/** What a finding says beside what all of its fault say. */
type More = Omit<Finding, "code" | "severity" | "text"> & Partial<Pick<Finding, "text">>;

/** Feeds the good entries of one block to `take`; damage goes to `report`. */
export function parseBlock(
	block: Uint8Array,
	{ inode: directory, start: from }: BlockPlace,
	report: Report,
	take: TakeEntry,
): void {
	const view = viewOf(block);
	const { length } = block;
	const count = entryCount(view, 0, length);
	if (count === 0) {
		report(badCount(entryField({ directory, at: from }, "nameoff"), view, 0, length));
	}
	const tell = (code: FaultCode, more: () => More) => {
		const about = fault(code);
		reportLate(report, about, () => ({ ...about, ...more() }));
	};
	for (let i = 0; i < count; i++) {
		const p = i * DIRENT;
		const at = from + p;
		const start = nameStart(view, 0, i);
		const end = nameEnd(view, 0, length, i, count);
		const isLast = i + 1 === count;
		// A name that begins with the end of the block is none, and ends none.
		const isNextOut = !isLast && end >= length && start < length;
		if (!isNameRange(start, end, count, length) || start >= length || isNextOut) {
			const odd = isNextOut || isNextOdd(view, i, count) ? at + DIRENT : at;
			tell("dirent-nameoff", () => ({
				...entryField({ directory, at: odd }, "nameoff"),
				seen: isLast ? `nameoff ${start}` : `nameoff ${start}, but the next entry's is ${end}`,
				allowed: `ascending, ${count * DIRENT} to ${length - 1}`,
			}));
			continue;
		}
		const name = block.subarray(start, end);
		const wrong = nameTrouble(name);
		if (wrong) {
			const entry = { directory, at, name };
			// A name ends where the next entry says that its own begins.
			const next = { directory, at: isLast ? at : at + DIRENT };
			tell("dirent-name", () => ({
				...(name.length ? entryNameField(entry, from + start) : entryField(next, "nameoff")),
				text: wrong,
				seen: showName(name.subarray(0, MAX_NAME)) || "(empty)",
				allowed: "1 to 255 bytes without / and NUL",
			}));
		}
		// An odd name can be shown; one without any sensible extent cannot.
		if (name.length === 0 || name.length > MAX_NAME) continue;
		if (!isSound(dirent, view, p, directory.context))
			checkEntry({ directory, at, name }, block, p, report);
		const nid = view.getBigUint64(p + dirent.at.nid, true);
		take(name, nid, view.getUint8(p + dirent.at.file_type), at, from + start);
	}
}
