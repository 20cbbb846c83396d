/**
 * Walking the tree: every directory once, with the inodes of its entries.
 * No recursion and no trust: a directory reached twice is reported, not entered.
 */
import { checkCancelled, reportOrThrow } from "../base/errors";
import type { Exact } from "../base/exact";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { span } from "../base/range";
import { fileSpace } from "../base/space";
import { compareBytes, concat } from "../base/text";
import { Ahead } from "./ahead";
import { type Breathe, type DirEntries, entryName, isDotName, readDirectory } from "./directory";
import { type EntryPlace, entryField } from "./directory-block";
import { fault } from "./faults";
import type { Container, Image } from "./image";
import { blameNid, type Inode, inodeField, nidKey, parseInode, readInode } from "./inode";
import { blameRoot } from "./root";
import { dirent, FT } from "./structs/dirent";
import { inMetabox, nidOffset } from "./structs/facts";
import { Told } from "./told";

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

const SLASH_BYTE = 0x2f;
const SLASH = Uint8Array.of(SLASH_BYTE);

export const joinPath = (directory: Uint8Array, name: Uint8Array): Uint8Array<ArrayBuffer> =>
	directory.length === 1 ? concat([directory, name]) : concat([directory, SLASH, name]);

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

/** Inodes looked at together. */
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
	for (let from = 0; from < rows.length && !isEnough(); from += SOME) {
		checkCancelled(signal);
		const some = { ...look, rows: rows.slice(from, from + SOME) };
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
		const pointer = entryField(placeOf(directory, entries, rows[row] as number), "nid");
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

const placeOf = (directory: Inode, entries: DirEntries, i: number): EntryPlace => ({
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
			...entryField(placeOf(directory, entries, i), "nid"),
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
			...entryField(placeOf(directory, entries, i), "file_type"),
			seen: typeName(stored),
			allowed: typeName(inode.type),
		});
	});
}

/** A directory still to be visited. */
interface Place {
	readonly nid: bigint;
	readonly path: Uint8Array;
	readonly parent: bigint;
	/** Bytes of its data. */
	readonly size: number;
}

/**
 * Every directory below (and with) `start`, parents before children, in the order in which
 * the paths of what is in them are when compared as bytes.
 * Ends always: a directory is entered once, whatever the entries say.
 * @param enter asked, after a visit was handed out, about each directory in its `rows`, last first
 */
export async function* walk(
	image: Image,
	start: Omit<Place, "size">,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
	enter: (visit: Visit, row: number) => boolean = () => true,
): AsyncGenerator<Visit, void, void> {
	const entered = new Set<Exact>([nidKey(start.nid)]);
	const waiting: Place[] = [{ ...start, size: 0 }];
	const ahead = new Ahead((place: Place, own) => tryVisit(image, place, own));
	const stop = () => ahead.stop();
	signal?.addEventListener("abort", stop);
	try {
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			checkCancelled(signal);
			const taken = ahead.take(next);
			ahead.begin(waiting);
			const { visit, findings } = await taken;
			for (const finding of findings) report(finding);
			if (!visit) continue;
			yield visit;
			for (const place of placesBelow(visit, entered, enter, report)) waiting.push(place);
		}
	} finally {
		// Nobody will take what has been begun.
		stop();
		signal?.removeEventListener("abort", stop);
	}
}

/** The directories of a visit that are to be visited next, for a stack: last first. */
function* placesBelow(
	visit: Visit,
	entered: Set<Exact>,
	enter: (visit: Visit, row: number) => boolean,
	report: Report,
): Generator<Place, void, void> {
	for (const { row, inode } of directoriesLastFirst(visit)) {
		const i = visit.rows[row] as number;
		if (entered.has(nidKey(inode.nid))) {
			report(reached(visit, i, inode.nid));
			continue;
		}
		const path = joinPath(visit.path, entryName(visit.entries, i));
		if (path.length > MAX_PATH) {
			report(tooDeep(visit, i, path.length));
			continue;
		}
		if (!enter(visit, row)) continue;
		entered.add(nidKey(inode.nid));
		yield { nid: inode.nid, path, parent: visit.directory.nid, size: inode.size };
	}
}

function directoriesLastFirst({ entries, rows, inodes }: Visit) {
	const list = rows.flatMap((i, row) => {
		const inode = inodes[row];
		return inode?.type === FT.DIR ? [{ row, inode, name: entryName(entries, i) }] : [];
	});
	return list.sort((a, b) => compareBelow(b.name, a.name));
}

/** Byte order of names that each end in a slash: what is in "a-b" comes before what is in "a". */
export function compareBelow(a: Uint8Array, b: Uint8Array): number {
	const common = Math.min(a.length, b.length);
	const d = compareBytes(a.subarray(0, common), b.subarray(0, common));
	return d || (a[common] ?? SLASH_BYTE) - (b[common] ?? SLASH_BYTE);
}

/** Bytes: 16 times PATH_MAX. Deeper trees are made to exhaust their readers. */
export const MAX_PATH = 1 << 16;

export const tooDeep = ({ directory, entries }: Look, i: number, length: number): Finding => ({
	...fault("directory-too-deep"),
	...entryField(placeOf(directory, entries, i), "nid"),
	seen: `a path of ${length} bytes`,
	allowed: `at most ${MAX_PATH}`,
});

export const reached = ({ directory, entries }: Look, i: number, nid: bigint): Finding => ({
	...fault("directory-reached-twice"),
	...entryField(placeOf(directory, entries, i), "nid"),
	seen: String(nid),
	allowed: "a directory nothing else points at",
});

/** A visit with what there is to report about it, or only the latter. */
interface Outcome {
	readonly visit?: Visit;
	readonly findings: readonly Finding[];
}

async function tryVisit(
	image: Image,
	{ nid, path, parent }: Place,
	signal: AbortSignal,
): Promise<Outcome> {
	const findings: Finding[] = [];
	const told = new Told((finding) => findings.push(finding));
	let visit: Visit | undefined;
	try {
		const inode = await readInode(image, nid, ignoreFindings, signal);
		visit = await visitDirectory(image, inode, path, parent, told.report, signal);
	} catch (error) {
		const { facts } = image;
		reportOrThrow(error, (f) => told.report(nid === facts.rootNid ? blameRoot(facts, f) : f));
	}
	told.end();
	return { ...(visit ? { visit } : {}), findings };
}
