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
import { sorted } from "../base/sorted";
import { atPace, type Steps } from "../base/steps";
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
	const waiting = new Waiting({ ...start, size: 0 });
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
			waiting.add(
				visit,
				await atPace(rowsBelow(visit, entered, enter, report), { signal, breathe }),
			);
		}
	} finally {
		// Nobody will take what has been begun.
		stop();
		signal?.removeEventListener("abort", stop);
	}
}

/** Directories that are to be visited, the next one first: those of a visit before all others. */
class Waiting {
	/** What is left of each visit, last first: an object for each of a million would fill the memory. */
	readonly #levels: Level[] = [];
	#start: Place | undefined;

	constructor(start: Place) {
		this.#start = start;
	}

	add({ path, directory, entries, rows: indexes, sizes }: Visit, rows: number[]): void {
		if (rows.length)
			this.#levels.push({ visit: { path, directory, entries, indexes, sizes }, rows });
	}

	pop(): Place | undefined {
		const start = this.#start;
		this.#start = undefined;
		if (start) return start;
		const level = this.#levels.at(-1);
		if (!level) return undefined;
		const row = level.rows.pop() as number;
		if (level.rows.length === 0) this.#levels.pop();
		return placeBelow(level.visit, row);
	}

	*[Symbol.iterator](): Generator<Place, void, void> {
		for (let n = this.#levels.length - 1; n >= 0; n--) {
			const { visit, rows } = this.#levels[n] as Level;
			for (let k = rows.length - 1; k >= 0; k--) yield placeBelow(visit, rows[k] as number);
		}
	}
}

interface Level {
	readonly visit: Above;
	readonly rows: number[];
}

/** What places below a directory are made of. */
interface Above extends Pick<Visit, "path" | "directory" | "entries" | "sizes"> {
	readonly indexes: Uint32Array;
}

function placeBelow({ path, directory, entries, indexes, sizes }: Above, row: number): Place {
	const i = indexes[row] as number;
	return {
		nid: entries.nid[i] as bigint,
		path: joinPath(path, entryName(entries, i)),
		parent: directory.nid,
		size: sizes[row] as number,
	};
}

/** The rows of a visit whose directories are to be visited next, last first. */
function* rowsBelow(
	visit: Visit,
	entered: Set<Exact>,
	enter: (visit: Visit, row: number) => boolean,
	report: Report,
): Steps<number[]> {
	const { path, entries, rows } = visit;
	const below: number[] = [];
	for (const row of (yield* directories(visit)).reverse()) {
		yield;
		const i = rows[row] as number;
		const nid = entries.nid[i] as bigint;
		if (entered.has(nidKey(nid))) {
			report(reached(visit, i, nid));
			continue;
		}
		const { length } = joinPath(path, entryName(entries, i));
		if (length > MAX_PATH) report(tooDeep(visit, i, length));
		else if (enter(visit, row)) {
			entered.add(nidKey(nid));
			below.push(row);
		}
	}
	return below;
}

/** Rows of directories, in the order of what is in them. */
function* directories({ entries, rows, types }: Visit): Steps<number[]> {
	const found: number[] = [];
	types.forEach((type, row) => {
		if (type === FT.DIR) found.push(row);
	});
	const name = (k: number) => entryName(entries, rows[found[k] as number] as number);
	const order = yield* sorted(found.length, (a, b) => compareBelow(name(a), name(b)));
	return Array.from(order, (k) => found[k] as number);
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
