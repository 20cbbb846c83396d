/** The rules of all structures: what the layout tells, heard by a checker. */
import type { Finding, Report } from "../base/finding";
import { beyondEnd, Resident, withBytes } from "../base/resident";
import { containerOf, type Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import { kind } from "../erofs/layout/kinds";
import type { EntriesLooked, EntryLimits } from "../erofs/map/entries";
import { dirent } from "../erofs/structs/dirent";
import { PADDING } from "../ownership/kinds";
import { Checker } from "../schema/checker";
import type { Struct } from "../schema/struct";
import type { Part, Visitor } from "../schema/visit";
import { Alikes } from "./alike";
import type { Leftovers } from "./padding";

const PACKED_ENTRIES = kind("lcluster-index-compact");

interface About {
	/** The inode whose structures are told, when it is one. */
	readonly nid?: bigint;
	readonly limits?: EntryLimits;
	/** Whether somebody else tells a finding. */
	readonly isElsewhere?: (finding: Finding) => boolean;
}

/** Hears of padding too. */
class BodyChecker extends Checker {
	readonly #told: Resident;
	readonly padding: { readonly start: number; readonly bytes: Uint8Array }[] = [];
	override readonly most: number;
	items = 0;
	isWhole = true;

	constructor(bytes: Resident, report: Report, { nid, limits }: About) {
		super(bytes, report, nid);
		this.#told = bytes;
		this.most = limits?.most ?? Number.POSITIVE_INFINITY;
	}

	/** Packed entries have no rules of their own: who follows them says what is wrong. */
	override open<T>({ kind }: Part<T>): boolean {
		return kind !== PACKED_ENTRIES;
	}

	override close(more = 0): void {
		if (more > 0) this.isWhole = false;
	}

	override fields<C>(table: Struct<C>, start: number, context: C): void {
		this.items++;
		super.fields(table, start, context);
	}

	override bytes<T>({ kind }: Part<T>, _of: T, start: number, end: number): void {
		if (kind !== PADDING || start >= end || end > this.range.end) return;
		this.padding.push({ start, bytes: this.#told.slice(start, end) });
	}
}

/** Thrown by who has heard of more damage than is told. */
const ENOUGH = new Error("There is more damage than is told.");

/** What is wrong is kept until the step has all its bytes: it may run several times. */
async function checked(
	bytes: Resident,
	about: About,
	lay: (v: Visitor) => void,
	{ report, leftovers, signal }: Telling,
): Promise<EntriesLooked> {
	const most = about.limits?.mostFound ?? Number.POSITIVE_INFINITY;
	const { told, checker, found } = await withBytes(() => {
		const told: Finding[] = [];
		const alikes = new Alikes();
		let found = 0;
		const tell: Report = (finding) => {
			if (about.isElsewhere?.(finding)) return;
			if (++found > most) throw ENOUGH;
			alikes.add(finding, (one) => told.push(one));
		};
		const checker = new BodyChecker(bytes, tell, about);
		try {
			lay(checker);
		} catch (error) {
			if (error !== ENOUGH) throw error;
			checker.isWhole = false;
		}
		alikes.end();
		return { told, checker, found };
	}, signal);
	for (const finding of told) report(finding);
	for (const gap of checker.padding) leftovers.add(bytes.space, gap.start, gap.bytes);
	return { items: checker.items, found, isWhole: checker.isWhole };
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
	await checked(bytes, {}, (v) => layFixed(image, v), telling);
	const table = containerOf(image, facts.prefixSpace);
	if (!table) return;
	await checked(new Resident(table), {}, (v) => layPrefixes(image, v), telling);
}

/**
 * An inode and what is stored behind it. Entries are checked where directories are read, and who
 * reads beyond the end of a space says which bytes are missing.
 */
export async function checkBody(
	image: Image,
	inode: Inode,
	limits: EntryLimits,
	telling: Telling,
): Promise<EntriesLooked> {
	const of = { image, inode, bytes: new Resident(inode.home) };
	const isElsewhere = ({ structure, code }: Finding) =>
		structure === dirent.name || code === beyondEnd.code;
	const about = { nid: inode.nid, limits, isElsewhere };
	return checked(of.bytes, about, (v) => layInode(of, v), telling);
}
