/**
 * Runs of stored contents of one space: extents that follow one another there as they do in the
 * file. Where they lie and whose they are stands in the columns of the extents, or, where nobody
 * keeps these, in columns of their own.
 */
import { resized, roomFor } from "../census/columns";
import { EXTENT, EXTENT_KIND, type Extents } from "../census/extents";
import type { Columns } from "../census/scan/memory";
import { kind } from "../erofs/layout/kinds";
import { isContents } from "./kinds";
import type { SameUnits } from "./same-units";

/** Kinds of contents of which runs go on from one file to the next. */
export const TOGETHER: ReadonlySet<number> = new Set(
	(["pcluster", "plain-data"] as const).map(kind),
);
/** Kinds of what files share in images with deduplication: each unit as a whole. */
export const SHARED: ReadonlySet<number> = new Set(
	(["pcluster", "packed-data", "metabox-data"] as const).map(kind),
);

export abstract class Runs {
	count = 0;
	/** Index into KINDS, or DIRECTORY. */
	kind = new Uint8Array(0);
	readonly extents: Extents;
	/** Whether it is not known of all whose they are, and of which units they are made. */
	abstract readonly isRough: boolean;

	constructor(extents: Extents) {
		this.extents = extents;
	}

	get bytes(): number {
		return this.count * this.row;
	}

	/** Makes room for so many, of which only those take memory of the machine that come. */
	expect(rows: number): this {
		if (rows > this.kind.length) this.resize(rows);
		return this;
	}

	abstract start(run: number): number;
	/** Exclusive. */
	abstract end(run: number): number;
	/** Row of the inode; of several, of the first. */
	abstract owner(run: number): number;
	/** The first of its extents, and the one behind the last: none of those that are not kept. */
	abstract first(run: number): number;
	abstract behind(run: number): number;
	/** Whether the last run may have this extent, too, which follows it in this space. */
	protected abstract belongs(run: number, extent: number): boolean;
	/** Makes a run of extents [first, behind). */
	protected abstract begin(run: number, first: number, behind: number): void;
	/** Lets the last run go on up to there. */
	protected abstract goOn(run: number, behind: number): void;
	protected abstract resize(rows: number): void;
	/** Bytes of memory that a run takes. */
	protected abstract readonly row: number;

	/** Whether two are the same piece of one file, which it may have any number of times. */
	areSame(a: number, b: number): boolean {
		return (
			this.start(a) === this.start(b) &&
			this.end(a) === this.end(b) &&
			this.owner(a) === this.owner(b) &&
			this.kind[a] === this.kind[b] &&
			isContents(this.kind[a] as number)
		);
	}

	/** Adds extents [first, behind), which follow one another in this space: to the last run where that goes on. */
	add(first: number, behind: number, kind: number): void {
		const last = this.count - 1;
		const goesOn =
			last >= 0 &&
			this.end(last) === this.extents.start[first] &&
			this.kind[last] === kind &&
			this.belongs(last, first);
		if (goesOn) {
			this.goOn(last, behind);
			return;
		}
		const run = this.count++;
		if (run >= this.kind.length) this.resize(roomFor(this.count));
		this.kind[run] = kind;
		this.begin(run, first, behind);
	}

	/** Adds so many that a scan has found. */
	addScanned({ runFirst, runBehind, runKind }: Columns, count: number): void {
		for (let i = 0; i < count; i++)
			this.add(runFirst[i] as number, runBehind[i] as number, runKind[i] as number);
	}
}

/** Of extents that are kept. */
export class ExtentRuns extends Runs {
	override readonly isRough = false;
	protected override readonly row = 9;
	#first = new Uint32Array(0);
	#behind = new Uint32Array(0);

	override start(run: number): number {
		return this.extents.start[this.#first[run] as number] as number;
	}

	override end(run: number): number {
		return this.extents.end((this.#behind[run] as number) - 1);
	}

	override owner(run: number): number {
		return this.extents.inode[this.#first[run] as number] as number;
	}

	override first(run: number): number {
		return this.#first[run] as number;
	}

	override behind(run: number): number {
		return this.#behind[run] as number;
	}

	protected override belongs(run: number, extent: number): boolean {
		return this.#behind[run] === extent && this.owner(run) === this.extents.inode[extent];
	}

	protected override begin(run: number, first: number, behind: number): void {
		this.#first[run] = first;
		this.#behind[run] = behind;
	}

	protected override goOn(run: number, behind: number): void {
		this.#behind[run] = behind;
	}

	protected override resize(rows: number): void {
		this.kind = resized(this.kind, rows);
		this.#first = resized(this.#first, rows);
		this.#behind = resized(this.#behind, rows);
	}
}

/**
 * Of extents that are dropped again: how they share a run is not known. Contents of files that lie one
 * behind the other are one run, whose owner is the first of these, and a unit that several have is that
 * of the first: where nothing else shares bytes, nobody asks for the others.
 */
export class BareRuns extends Runs {
	readonly #same: SameUnits | undefined;
	protected override readonly row = 21;
	#start = new Float64Array(0);
	#end = new Float64Array(0);
	#owner = new Uint32Array(0);
	override isRough = false;
	/** The extent that would go on with the last run, of all that there have been. */
	#next = -1;

	/** @param same where files share units */
	constructor(extents: Extents, same?: SameUnits) {
		super(extents);
		this.#same = same;
	}

	override add(first: number, behind: number, kind: number): void {
		if (!this.#same || !SHARED.has(kind)) {
			super.add(first, behind, kind);
			return;
		}
		for (let extent = first; extent < behind; extent++)
			if (!this.#isKnown(this.#same, extent)) super.add(extent, extent + 1, kind);
	}

	#isKnown(same: SameUnits, extent: number): boolean {
		const { start, length, kind } = this.extents;
		const isCompressed = ((kind[extent] as number) & EXTENT.KIND) === EXTENT_KIND.COMPRESSED;
		return same.meet(start[extent] as number, length[extent] as number, isCompressed);
	}

	override start(run: number): number {
		return this.#start[run] as number;
	}

	override end(run: number): number {
		return this.#end[run] as number;
	}

	override owner(run: number): number {
		return this.#owner[run] as number;
	}

	override first(): number {
		return 0;
	}

	override behind(): number {
		return 0;
	}

	protected override belongs(run: number, extent: number): boolean {
		if (TOGETHER.has(this.kind[run] as number)) return true;
		const isNext = this.#next === this.extents.dropped + extent;
		return isNext && this.#owner[run] === this.extents.inode[extent];
	}

	protected override begin(run: number, first: number, behind: number): void {
		const { extents } = this;
		const kind = this.kind[run] as number;
		this.isRough ||= TOGETHER.has(kind) || SHARED.has(kind);
		this.#start[run] = extents.start[first] as number;
		this.#owner[run] = extents.inode[first] as number;
		this.goOn(run, behind);
	}

	protected override goOn(run: number, behind: number): void {
		this.#end[run] = this.extents.end(behind - 1);
		this.#next = this.extents.dropped + behind;
	}

	protected override resize(rows: number): void {
		this.kind = resized(this.kind, rows);
		this.#start = resized(this.#start, rows);
		this.#end = resized(this.#end, rows);
		this.#owner = resized(this.#owner, rows);
	}
}
