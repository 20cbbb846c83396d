/**
 * One directory with the inodes of its entries, and what is wrong with them. Whoever goes from one
 * to the next is in walk.ts.
 */
import { checkCancelled, reportOrThrow } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { concat } from "../base/text";
import { type Breathe, type DirEntries, entryName, isDotName, readDirectory } from "./directory";
import { type EntryPlace, entryField } from "./directory-block";
import { fault } from "./faults";
import type { Container, Image } from "./image";
import { blameNid, type Inode, inodeField, parseInode, readInode } from "./inode";
import { dirent, FT } from "./structs/dirent";
import { inMetabox, nidOffset } from "./structs/facts";

/** A directory with what its entries point at. */
export interface Visit {
	/** Raw bytes, starting with "/"; the root is "/". */
	readonly path: Uint8Array;
	readonly directory: Inode;
	readonly parent: bigint;
	/** All entries as stored. */
	readonly entries: DirEntries;
	/** Indexes of the entries that are not "." or "..". */
	readonly rows: readonly number[];
	/** Whether every entry could be read. */
	readonly isWhole: boolean;
	/** For each of `rows`: its inode, or undefined when it cannot be read. */
	readonly inodes: readonly (Inode | undefined)[];
}

export const SLASH = 0x2f;
const SEPARATOR = Uint8Array.of(SLASH);

export const joinPath = (directory: Uint8Array, name: Uint8Array): Uint8Array<ArrayBuffer> =>
	directory.length === 1 ? concat([directory, name]) : concat([directory, SEPARATOR, name]);

/**
 * Reads many inodes with few reads: the places are known beforehand, so a remote
 * source can fetch them as one batch. Unreadable ones are undefined, and reported:
 * by `lost`, which is told the index of the nid, where there is one.
 */
export async function readInodes(
	image: Image,
	nids: readonly bigint[],
	report: Report = ignoreFindings,
	signal?: AbortSignal,
	lost: (found: Finding, i: number) => void = report,
): Promise<(Inode | undefined)[]> {
	await prefetchInodes(image, nids, signal);
	const out: (Inode | undefined)[] = [];
	for (const [i, nid] of nids.entries()) {
		const inode = peekInode(image, nid, report);
		out.push(inode ?? (await tryInode(image, nid, report, (found) => lost(found, i), signal)));
	}
	return out;
}

async function prefetchInodes(
	image: Image,
	nids: readonly bigint[],
	signal?: AbortSignal,
): Promise<void> {
	const { source } = image.primary;
	if (!source.prefetch) return;
	const ranges = nids.flatMap((nid) => {
		const start = inMetabox(nid) ? undefined : nidOffset(image.facts, nid);
		return start !== undefined && start + 64 <= source.size ? [{ start, end: start + 64 }] : [];
	});
	await source.prefetch(ranges, signal);
}

/** The inode when its bytes are in memory already: no promise per inode. */
function peekInode(image: Image, nid: bigint, report: Report): Inode | undefined {
	const home: Container | undefined = inMetabox(nid) ? image.metabox : image.primary;
	if (!home?.source.peek) return undefined;
	const start = nidOffset(image.facts, nid);
	if (start === undefined || start + 64 > home.source.size) return undefined;
	const bytes = home.source.peek(start, start + 64);
	return bytes && parseInode(image.facts, home, nid, start, bytes, report);
}

async function tryInode(
	image: Image,
	nid: bigint,
	report: Report,
	lost: Report,
	signal?: AbortSignal,
): Promise<Inode | undefined> {
	try {
		return await readInode(image, nid, report, signal);
	} catch (error) {
		reportOrThrow(error, lost);
		return undefined;
	}
}

/** One directory with its inodes and the checks that need both. */
export async function visitDirectory(
	image: Image,
	directory: Inode,
	path: Uint8Array,
	parent: bigint,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<Visit> {
	const read = await readChecked(image, directory, parent, report, signal);
	const look = { directory, path, parent, ...read };
	return { ...look, inodes: await readInodesOf(image, look, report, signal) };
}

/** A directory that was looked at, and nothing kept of its inodes: there can be millions. */
export type Look = Omit<Visit, "inodes">;

/** Inodes looked at together: few to begin with, as the first may be enough. */
const FIRST = 64;
const SOME = 4096;

export interface Looking {
	readonly report: Report;
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: Breathe | undefined;
	/** Whether enough was found wrong: the inodes that follow are not looked at. */
	readonly isEnough: () => boolean;
}

/** What {@link visitDirectory} does for its findings, a few thousand inodes at a time. */
export async function lookAtDirectory(
	image: Image,
	directory: Inode,
	{ path, parent }: Pick<Visit, "path" | "parent">,
	{ report, signal, breathe, isEnough }: Looking,
): Promise<Look> {
	const read = await readChecked(image, directory, parent, report, signal, breathe);
	const { rows } = read;
	const look = { directory, path, parent, ...read };
	for (let from = 0, count = FIRST; from < rows.length && !isEnough(); ) {
		checkCancelled(signal);
		const some = { ...look, rows: rows.slice(from, from + count) };
		from += count;
		count = Math.min(2 * count, SOME);
		await readInodesOf(image, some, report, signal);
		const pause = breathe?.();
		if (pause) await pause;
	}
	return look;
}

/** The inodes of some entries, with what is wrong with each of these pairs. */
async function readInodesOf(
	image: Image,
	look: Look,
	report: Report,
	signal?: AbortSignal,
): Promise<(Inode | undefined)[]> {
	const { directory, entries, rows } = look;
	const nids = rows.map((i) => entries.nid[i] as bigint);
	const inodes = await readInodes(image, nids, report, signal, (found, row) => {
		const pointer = entryField(placeOfEntry(directory, entries, rows[row] as number), "nid");
		report(blameNid(found, nids[row] as bigint, pointer));
	});
	checkTypes({ ...look, inodes }, report);
	return inodes;
}

/** The entries of a directory, with the checks that need nothing else. */
async function readChecked(
	image: Image,
	directory: Inode,
	parent: bigint,
	report: Report,
	signal?: AbortSignal,
	breathe?: Breathe,
): Promise<Pick<Visit, "entries" | "rows" | "isWhole">> {
	let whole = true;
	const note: Report = (finding) => {
		// Names in disorder are all there; any other damage may have cost an entry.
		whole &&= finding.code === "dirent-order" || finding.code === "dirent-duplicate";
		report(finding);
	};
	const entries = await readDirectory(image, directory, note, signal, breathe);
	const rows: number[] = [];
	for (let i = 0; i < entries.count; i++) {
		if (!isDotName(entryName(entries, i))) rows.push(i);
	}
	const dots = checkDots(directory, parent, entries, report);
	if (whole) checkMissing(directory, dots, report);
	return { entries, rows, isWhole: whole };
}

export const placeOfEntry = (directory: Inode, entries: DirEntries, i: number): EntryPlace => ({
	directory,
	at: entries.at[i] as number,
	name: entryName(entries, i),
});

/** How often "." and ".." occur: at most once each, pointing at the right inodes. */
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
		if (nid === expected[which] && seen[which] === 1) continue;
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

const typeName = (type: number | undefined): string =>
	dirent.fields.file_type.names?.[type ?? FT.UNKNOWN] ?? `type ${type}`;

function checkTypes({ directory, entries, rows, inodes }: Visit, report: Report): void {
	rows.forEach((i, row) => {
		const inode = inodes[row];
		const stored = entries.type[i];
		// A mode that names no type is reported with the inode itself.
		if (!inode || inode.type === FT.UNKNOWN) return;
		// One that there is not is told by itself.
		if (stored === FT.UNKNOWN || stored === inode.type || (stored ?? 0) > FT.LNK) return;
		report({
			...fault("dirent-type-mismatch"),
			// Whichever of the two is wrong, contents that are there are not to be had.
			...(!inode.context.hasData && inode.size > 0 ? { severity: "error" as const } : {}),
			...entryField(placeOfEntry(directory, entries, i), "file_type"),
			seen: typeName(stored),
			allowed: typeName(inode.type),
		});
	});
}
