/**
 * Walking the tree: every directory once, with the inodes of its entries.
 * No recursion and no trust: a directory reached twice is reported, not entered.
 */
import { checkCancelled, reportOrThrow } from "../base/errors";
import { clamped, type Exact } from "../base/exact";
import {
	type Finding,
	ignoreFindings,
	type LateFinding,
	lateReport,
	passOn,
	type Report,
} from "../base/finding";
import { compareBytes } from "../base/text";
import { Ahead } from "./ahead";
import { checkDirectories, entryName, type Looking } from "./directory";
import { entryField } from "./directory-block";
import { fault } from "./faults";
import type { Image } from "./image";
import { nidKey, readInode } from "./inode";
import { capacityOf } from "./possible";
import { blameRoot } from "./root";
import { FT } from "./structs/dirent";
import { isCompressed } from "./structs/inode";
import { Told } from "./told";
import { joinPath, type Look, placeOfEntry, SLASH, type Visit, visitDirectory } from "./visit";

/** A directory still to be visited. */
interface Place {
	readonly nid: bigint;
	readonly path: Uint8Array;
	readonly parent: bigint;
	/** Bytes of its data. */
	readonly size: number;
}

/** What goes on during a walk. */
export interface Walking extends Partial<Looking> {
	/** Asked, after a visit was handed out, about each directory in its `rows`, last first. */
	readonly enter?: (visit: Visit, row: number) => boolean;
}

/**
 * Every directory below (and with) `start`, parents before children, in the order in which
 * the paths of what is in them are when compared as bytes.
 * Ends always: a directory is entered once, whatever the entries say, and when directories lie on one
 * another there is a last one, and a finding.
 */
export async function* walk(
	image: Image,
	start: Omit<Place, "size">,
	{ report = ignoreFindings, signal, breathe, enter = () => true }: Walking = {},
): AsyncGenerator<Visit, void, void> {
	const entered = new Set<Exact>([nidKey(start.nid)]);
	const waiting: Place[] = [{ ...start, size: 0 }];
	const ahead = new Ahead((place: Place, own) => tryVisit(image, place, own, breathe));
	const capacity = clamped(capacityOf(image));
	/** Of all directories that are stored as they are. */
	let bytes = 0;
	const stop = () => ahead.stop();
	signal?.addEventListener("abort", stop);
	try {
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			checkCancelled(signal);
			const taken = ahead.take(next);
			ahead.begin(waiting);
			const { visit, findings } = await taken;
			await breathe?.();
			for (const finding of findings) passOn(report, finding);
			if (!visit) continue;
			const { layout, size } = visit.directory;
			if (!isCompressed(layout)) bytes += Math.min(size, capacity);
			try {
				checkDirectories(bytes, capacity);
			} catch (error) {
				return reportOrThrow(error, report);
			}
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
	return d || (a[common] ?? SLASH) - (b[common] ?? SLASH);
}

/** Bytes: 16 times PATH_MAX. Deeper trees are made to exhaust their readers. */
export const MAX_PATH = 1 << 16;

export const tooDeep = ({ directory, entries }: Look, i: number, length: number): Finding => ({
	...fault("directory-too-deep"),
	...entryField(placeOfEntry(directory, entries, i), "nid"),
	seen: `a path of ${length} bytes`,
	allowed: `at most ${MAX_PATH}`,
});

export const reached = ({ directory, entries }: Look, i: number, nid: bigint): Finding => ({
	...fault("directory-reached-twice"),
	...entryField(placeOfEntry(directory, entries, i), "nid"),
	seen: String(nid),
	allowed: "a directory nothing else points at",
});

/** A visit with what there is to report about it, or only the latter. */
interface Outcome {
	readonly visit?: Visit;
	readonly findings: readonly LateFinding[];
}

async function tryVisit(
	image: Image,
	{ nid, path, parent }: Place,
	signal: AbortSignal,
	breathe: Looking["breathe"],
): Promise<Outcome> {
	const findings: LateFinding[] = [];
	const told = new Told(lateReport((late) => findings.push(late)));
	let visit: Visit | undefined;
	try {
		const inode = await readInode(image, nid, ignoreFindings, signal);
		const looking = { report: told.report, signal, breathe };
		visit = await visitDirectory(image, inode, { path, parent }, looking);
	} catch (error) {
		const { facts } = image;
		reportOrThrow(error, (f) => told.report(nid === facts.rootNid ? blameRoot(facts, f) : f));
	}
	told.end();
	return { ...(visit ? { visit } : {}), findings };
}
