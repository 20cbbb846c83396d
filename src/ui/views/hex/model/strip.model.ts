/**
 * The strip along a whole space, as rows of pixels: what each row shows, and which byte it stands
 * for. A row stands for many bytes; what is small and says where things are is drawn larger than
 * it is, so that it can be seen.
 */
import { bySeverity, type Finding, type Severity } from "../../../../base/finding";
import { intersect, type Range } from "../../../../base/range";
import type { Strip } from "../../../../worker/protocol";
import { groupsIn, OWNER_GROUPS, type OwnerGroup } from "../../../widgets/owners.model";

/** Cells asked for a row of pixels: finer than a row, to find what is small. */
const CELLS = 8;

export const cellsFor = (rows: number, size: number): number =>
	Math.max(1, Math.min(size, rows * CELLS));

/** What a strip shows, top to bottom. */
export interface Band {
	/** For each row an index into OWNER_GROUPS. */
	readonly groups: Uint8Array;
	/** For each row the byte it stands for: where what it shows begins, when that is in the row. */
	readonly bytes: Float64Array;
}

const indexOf = (group: OwnerGroup): number => OWNER_GROUPS.indexOf(group);
const UNREAD = indexOf("unread");
/** Drawn at least {@link LEAST} high. */
const METADATA: ReadonlySet<number> = new Set(
	(["table", "inode", "xattr", "dir", "index"] as const).map(indexOf),
);

/** Nothing is known of any byte. */
export function unreadBand(rows: number, size: number): Band {
	const bytes = Float64Array.from({ length: rows }, (_, row) => Math.floor((row * size) / rows));
	return { groups: new Uint8Array(rows).fill(UNREAD), bytes };
}

/**
 * @param rows height in device pixels
 * @param least height of metadata in device pixels
 */
export function bandOf(strip: Strip, rows: number, size: number, least: number): Band {
	const cells = groupsIn(strip);
	const band = unreadBand(rows, size);
	for (let row = 0; row < rows; row++) {
		band.groups[row] = mostOf(
			cells,
			(row * cells.length) / rows,
			((row + 1) * cells.length) / rows,
		);
	}
	enlarge(band, cells, size, least);
	return band;
}

const counts = new Uint32Array(OWNER_GROUPS.length);

/** The group of most cells in [from, to), which holds one at least. */
function mostOf(cells: Uint8Array, from: number, to: number): number {
	counts.fill(0);
	const last = Math.max(Math.floor(from) + 1, Math.ceil(to));
	for (let i = Math.floor(from); i < last && i < cells.length; i++) {
		const group = cells[i] as number;
		counts[group] = (counts[group] as number) + 1;
	}
	let most = 0;
	for (let group = 1; group < counts.length; group++)
		if ((counts[group] as number) > (counts[most] as number)) most = group;
	return most;
}

/** Draws runs of metadata that are too small to be seen, as long as half of the rows stay as they are. */
function enlarge({ groups, bytes }: Band, cells: Uint8Array, size: number, least: number): void {
	const rows = groups.length;
	let free = 0;
	for (let start = 0, end = 0; start < cells.length; start = end) {
		const group = cells[start] as number;
		while (end < cells.length && cells[end] === group) end++;
		const from = Math.floor((start * rows) / cells.length);
		const to = Math.ceil((end * rows) / cells.length);
		if (!METADATA.has(group) || to - from >= least || from < free) continue;
		const first = Math.min(from, Math.max(0, rows - least));
		groups.fill(group, first, first + least);
		bytes.fill(Math.floor((start * size) / cells.length), first, first + least);
		free = first + 2 * least;
	}
}

/** Rows of one group behind each other: [start, end). */
export interface Run extends Range {
	readonly group: OwnerGroup;
}

export function runsOf({ groups }: Band): Run[] {
	const runs: Run[] = [];
	for (let start = 0, end = 0; start < groups.length; start = end) {
		while (end < groups.length && groups[end] === groups[start]) end++;
		runs.push({ start, end, group: OWNER_GROUPS[groups[start] as number] as OwnerGroup });
	}
	return runs;
}

/** Share of each row that was fetched, 0 to 1. @param ranges ascending, apart from each other */
export function fetchedRows(ranges: readonly Range[], rows: number, size: number): Float32Array {
	const shares = new Float32Array(rows);
	const perRow = size / rows;
	for (const range of ranges) {
		const first = Math.max(0, Math.floor(range.start / perRow));
		const last = Math.min(rows, Math.ceil(range.end / perRow));
		for (let row = first; row < last; row++) {
			const part = intersect(range, { start: row * perRow, end: (row + 1) * perRow });
			const share = part ? (part.end - part.start) / perRow : 0;
			shares[row] = Math.min(1, (shares[row] as number) + share);
		}
	}
	return shares;
}

/** Findings near each other are one mark: the worst of them. */
export interface Mark {
	/** CSS pixels from the top of the band. */
	readonly y: number;
	readonly severity: Severity;
	readonly count: number;
}

/** Height of a mark, px. */
export const MARK = 8;

export function marksOf(findings: readonly Finding[], height: number, size: number): Mark[] {
	const marks = new Map<number, Mark>();
	for (const finding of findings.toSorted(bySeverity)) {
		const { severity, at } = finding;
		const slot = Math.floor((Math.min(at.start, size - 1) / size) * (height / MARK));
		const mark = marks.get(slot) ?? { y: slot * MARK, severity, count: 0 };
		marks.set(slot, { ...mark, count: mark.count + 1 });
	}
	return [...marks.values()].sort((a, b) => a.y - b.y);
}

/** Where a key (`keyName`) leads from the byte at the top; undefined for other keys. */
export function stepOf(name: string, top: number, size: number, rows: number): number | undefined {
	const row = size / Math.max(1, rows);
	const steps: Readonly<Record<string, number>> = {
		"↑": top - row,
		"←": top - row,
		"↓": top + row,
		"→": top + row,
		PgUp: top - size / 10,
		PgDn: top + size / 10,
		Home: 0,
		End: size,
	};
	const to = steps[name];
	return to === undefined ? undefined : Math.max(0, Math.min(size - 1, Math.round(to)));
}
