/** The rules of all structures: what the layout tells, heard by a checker. */
import type { Finding, Report } from "../base/finding";
import { beyondEnd, Resident, withBytes } from "../base/resident";
import { containerOf, type Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import { dirent } from "../erofs/structs/dirent";
import { PADDING } from "../ownership/kinds";
import { Checker } from "../schema/checker";
import type { Part, Visitor } from "../schema/visit";
import type { Leftovers } from "./padding";

/** Hears of padding too. */
class BodyChecker extends Checker {
	readonly #told: Resident;
	readonly padding: { readonly start: number; readonly bytes: Uint8Array }[] = [];

	constructor(bytes: Resident, report: Report, nid: bigint | undefined) {
		super(bytes, report, nid);
		this.#told = bytes;
	}

	override bytes<T>({ kind }: Part<T>, _of: T, start: number, end: number): void {
		if (kind !== PADDING || start >= end || end > this.range.end) return;
		this.padding.push({ start, bytes: this.#told.slice(start, end) });
	}
}

/** What is wrong is kept until the step has all its bytes: it may run several times. */
async function checked(
	bytes: Resident,
	nid: bigint | undefined,
	lay: (v: Visitor) => void,
	{ report, leftovers, signal }: Telling,
): Promise<void> {
	const { found, padding } = await withBytes(() => {
		const found: Finding[] = [];
		const checker = new BodyChecker(bytes, (finding) => found.push(finding), nid);
		lay(checker);
		return { found, padding: checker.padding };
	}, signal);
	for (const finding of found) report(finding);
	for (const gap of padding) leftovers.add(bytes.space, gap.start, gap.bytes);
}

/** Who hears of what there is. */
export interface Telling {
	readonly report: Report;
	readonly leftovers: Leftovers;
	readonly signal: AbortSignal | undefined;
}

/** What the superblock leads to directly. */
export async function checkFixed(image: Image, telling: Telling): Promise<void> {
	const { primary, facts } = image;
	const bytes = new Resident(primary);
	await checked(bytes, undefined, (v) => layFixed(image, v), telling);
	const table = containerOf(image, facts.prefixSpace);
	if (!table) return;
	await checked(new Resident(table), undefined, (v) => layPrefixes(image, v), telling);
}

/**
 * An inode and what is stored behind it. Entries are checked where directories are read, and who
 * reads beyond the end of a space says which bytes are missing.
 */
export async function checkBody(image: Image, inode: Inode, telling: Telling): Promise<void> {
	const of = { image, inode, bytes: new Resident(inode.home) };
	const report: Report = (finding) => {
		if (finding.structure !== dirent.name && finding.code !== beyondEnd.code)
			telling.report(finding);
	};
	await checked(of.bytes, inode.nid, (v) => layInode(of, v), { ...telling, report });
}
