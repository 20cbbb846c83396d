/**
 * One directory with the inodes of its entries, and what is wrong with them. Whoever goes from one
 * to the next is in walk.ts.
 */
import { checkCancelled } from "../base/errors";
import {
	type Finding,
	ignoreFindings,
	lateReport,
	passOn,
	type Report,
	reportLate,
} from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { concat } from "../base/text";
import { type DirEntries, entryName, isDotName, type Looking, readDirectory } from "./directory";
import { type EntryPlace, entryField } from "./directory-block";
import { type Inodes, lotOf, type Pointing, readInodes } from "./entry-inodes";
import { fault } from "./faults";
import type { Image } from "./image";
import { blameNid, type Inode, inodeField } from "./inode";
import { dirent, FT } from "./structs/dirent";

/** A directory, with what is known of the inodes that its entries point at. */
export interface Visit extends Look, Pointing {
	/** For each of `rows`: the type of its inode by its mode, or LOST. */
	readonly types: Uint8Array;
	/** For each of `rows`: bytes of its contents. */
	readonly sizes: Float64Array;
}

/** A directory that was looked at, and nothing kept of its inodes: there can be millions. */
export interface Look extends Pick<Pointing, "rows"> {
	/** Raw bytes, starting with "/"; the root is "/". */
	readonly path: Uint8Array;
	readonly directory: Inode;
	readonly parent: bigint;
	/** All entries as stored. */
	readonly entries: DirEntries;
	/** Whether every entry could be read. */
	readonly isWhole: boolean;
}

/** Type of an inode that cannot be read. */
export const LOST = 0xff;

export const SLASH = 0x2f;
const SEPARATOR = Uint8Array.of(SLASH);

export const joinPath = (directory: Uint8Array, name: Uint8Array): Uint8Array<ArrayBuffer> =>
	directory.length === 1 ? concat([directory, name]) : concat([directory, SEPARATOR, name]);

/** One directory with its inodes and the checks that need both. */
export async function visitDirectory(
	image: Image,
	directory: Inode,
	{ path, parent }: Pick<Visit, "path" | "parent">,
	looking: Looking,
): Promise<Visit> {
	const { signal, breathe } = looking;
	const read = await readChecked(image, directory, parent, looking);
	const look = { directory, path, parent, ...read };
	const { rows } = read;
	const types = new Uint8Array(rows.length);
	const sizes = new Float64Array(rows.length);
	const known = { ...look, types, sizes };
	const damaged = new Set<bigint>();
	const lot = lotOf(image);
	for (let from = 0; from < rows.length; from += lot) {
		const some = rows.subarray(from, from + lot);
		const inodes = await lookAtInodes(image, look, some, looking, damaged);
		for (const [k, inode] of inodes.entries()) {
			types[from + k] = inode?.type ?? LOST;
			sizes[from + k] = inode?.size ?? 0;
		}
		if (rows.length <= lot) return { ...known, inodes };
		checkCancelled(signal);
		await breathe?.();
	}
	return known;
}

/** Inodes looked at together when the first may be enough. */
const FIRST = 64;

/** What {@link visitDirectory} does for its findings, some hundreds of inodes at a time. */
export async function lookAtDirectory(
	image: Image,
	directory: Inode,
	{ path, parent }: Pick<Visit, "path" | "parent">,
	looking: Looking & {
		/** Whether enough was found wrong: the inodes that follow are not looked at. */
		readonly isEnough: () => boolean;
	},
): Promise<Look> {
	const { signal, breathe, isEnough } = looking;
	const read = await readChecked(image, directory, parent, looking);
	const { rows } = read;
	const look = { directory, path, parent, ...read };
	const damaged = new Set<bigint>();
	for (let from = 0, count = FIRST; from < rows.length && !isEnough(); ) {
		checkCancelled(signal);
		await lookAtInodes(image, look, rows.subarray(from, from + count), looking, damaged);
		from += count;
		count = Math.min(2 * count, lotOf(image));
		const pause = breathe?.();
		if (pause) await pause;
	}
	return look;
}

/** Damaged inodes of one directory that are known again when another of its entries names them. */
const MOST_KNOWN = 4096;

/**
 * The inodes of some entries, with what is wrong with each of these pairs.
 * @param damaged of which that was told: it is nothing more that many entries name one of them
 */
async function lookAtInodes(
	image: Image,
	look: Look,
	some: Uint32Array,
	{ report, signal }: Looking,
	damaged: Set<bigint>,
): Promise<Inodes> {
	const { directory, entries } = look;
	const nids = Array.from(some, (i) => entries.nid[i] as bigint);
	let reading = 0n;
	const tell = lateReport((late) => {
		if (damaged.size < MOST_KNOWN) damaged.add(reading);
		passOn(report, late);
	});
	const reportOf = (k: number): Report => {
		reading = nids[k] as bigint;
		return damaged.has(reading) ? ignoreFindings : tell;
	};
	const inodes = await readInodes(image, nids, { reportOf, signal }, (why, k) => {
		const nid = nids[k] as bigint;
		const pointer = () => entryField(placeOfEntry(directory, entries, some[k] as number), "nid");
		reportLate(report, why, () => blameNid(why.make(), nid, pointer()));
	});
	checkTypes(look, some, inodes, report);
	return inodes;
}

/** The entries of a directory, with the checks that need nothing else. */
async function readChecked(
	image: Image,
	directory: Inode,
	parent: bigint,
	looking: Looking,
): Promise<Pick<Visit, "entries" | "rows" | "isWhole">> {
	const { report, signal, breathe } = looking;
	let whole = true;
	const note = lateReport((late) => {
		// Names in disorder are all there; any other damage may have cost an entry.
		whole &&= late.code === "dirent-order" || late.code === "dirent-duplicate";
		passOn(report, late);
	});
	const entries = await readDirectory(image, directory, note, signal, breathe);
	const rows = new Uint32Array(entries.count);
	let count = 0;
	for (let i = 0; i < entries.count; i++) {
		if (!isDotName(entryName(entries, i))) rows[count++] = i;
	}
	const dots = checkDots(directory, parent, entries, report);
	if (whole) checkMissing(directory, dots, report);
	return { entries, rows: rows.subarray(0, count), isWhole: whole };
}

export const placeOfEntry = (directory: Inode, entries: DirEntries, i: number): EntryPlace => ({
	directory,
	at: entries.at[i] as number,
	name: entryName(entries, i),
});

/** How often "." and ".." occur: at most once each, pointing at the right inodes, which are directories. */
function checkDots(
	directory: Inode,
	parent: bigint,
	entries: DirEntries,
	report: Report,
): readonly [number, number] {
	const expected = [directory.nid, parent];
	const seen: [number, number] = [0, 0];
	for (let i = 0; i < entries.count; i++) {
		const name = entryName(entries, i);
		if (!isDotName(name)) continue;
		const which = name.length - 1;
		seen[which] = (seen[which] as number) + 1;
		const nid = entries.nid[i] as bigint;
		if (nid === expected[which] && seen[which] === 1) {
			checkType({ directory, entries }, i, FT.DIR, report);
			continue;
		}
		const label = which ? ".." : ".";
		report({
			...entryField(placeOfEntry(directory, entries, i), "nid"),
			...fault(nid === expected[which] ? "dirent-dots-twice" : "dirent-dots"),
			text:
				nid === expected[which]
					? `The directory has a second entry “${label}”.`
					: `The entry “${label}” does not point at ${which ? "the parent directory" : "the directory itself"}.`,
			seen: String(nid),
			allowed: String(expected[which]),
		});
	}
	return seen;
}

export const emptyDirectory = (directory: Inode): Finding => ({
	...fault("directory-empty"),
	...inodeField(directory, "i_size"),
	seen: "0 bytes",
	allowed: "at least one entry",
});

/** ".." is in every directory, and "." in all that do not say that they leave it out. */
function checkMissing(
	directory: Inode,
	[dot, dotdot]: readonly [number, number],
	report: Report,
): void {
	if (directory.size === 0) {
		report(emptyDirectory(directory));
		return;
	}
	const missing = (label: string): Finding => ({
		...fault(label === "." ? "dirent-dot-missing" : "dirent-dotdot-missing"),
		structure: dirent.name,
		field: "name",
		seen: "no such entry",
		allowed: `an entry “${label}”`,
		at: span(fileSpace(directory.nid), 0, directory.size),
		nid: directory.nid,
	});
	if (dot === 0 && !directory.dotOmitted) report(missing("."));
	if (dotdot === 0) report(missing(".."));
}

const typeName = (type: number): string => {
	const name = dirent.fields.file_type.names?.[type] as string;
	return type === FT.UNKNOWN ? `${name} (${type})` : name;
};

const UNKNOWN_TYPE =
	"The directory entry does not say which file type its inode has: listings show it as unknown.";

function checkTypes(look: Look, some: Uint32Array, inodes: Inodes, report: Report): void {
	some.forEach((i, k) => {
		const inode = inodes[k];
		// A mode that names no type is reported with the inode itself.
		if (!inode || inode.type === FT.UNKNOWN) return;
		// Where the two contradict each other, contents that are there are not to be had.
		const isLoss = !inode.context.hasData && inode.size > 0;
		checkType(look, i, inode.type, report, isLoss);
	});
}

/** @param isLoss whether it costs contents when the entry is right */
function checkType(
	{ directory, entries }: Pick<Visit, "directory" | "entries">,
	i: number,
	type: number,
	report: Report,
	isLoss = false,
): void {
	const stored = entries.type[i] as number;
	// One that there is not is told by itself.
	if (stored === type || stored > FT.LNK) return;
	const mismatch = fault("dirent-type-mismatch");
	const isUnknown = stored === FT.UNKNOWN;
	const severity = isLoss && !isUnknown ? "error" : mismatch.severity;
	const make = (): Finding => ({
		...mismatch,
		severity,
		...(isUnknown ? { text: UNKNOWN_TYPE } : {}),
		...entryField(placeOfEntry(directory, entries, i), "file_type"),
		seen: typeName(stored),
		allowed: typeName(type),
	});
	reportLate(report, { ...mismatch, severity }, make);
}
