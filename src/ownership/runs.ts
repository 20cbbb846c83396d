/**
 * Runs of stored contents of one space: extents that follow one another there as they do in the
 * file. Where they lie and whose they are stands in the columns of the extents, or, where nobody
 * keeps these, in columns of their own.
 */
import { resized, roomFor } from "../census/columns";
import type { Extents } from "../census/extents";
import type { Columns } from "../census/scan/memory";
import { isContents } from "./kinds";

export abstract class Runs {
	count = 0;
	/** Index into KINDS, or DIRECTORY. */
	kind = new Uint8Array(0);
	readonly extents: Extents;

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
	/** Row of the inode. */
	abstract owner(run: number): number;
	/** The first of its extents, and the one behind the last: none of those that are not kept. */
	abstract first(run: number): number;
	abstract behind(run: number): number;
	/** Whether an extent is the next one of the last run. */
	protected abstract isNext(extent: number): boolean;
	/** Makes a run of extents [first, behind). */
	protected abstract begin(run: number, first: number, behind: number): void;
	/** Lets the last run go on with one more. */
	protected abstract goOn(run: number, extent: number): void;
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

	/** Adds the newest extent, which is stored in this space: to the last run where that goes on. */
	add(extent: number, kind: number): void {
		const last = this.count - 1;
		const goesOn =
			last >= 0 &&
			this.isNext(extent) &&
			this.end(last) === this.extents.start[extent] &&
			this.kind[last] === kind &&
			this.owner(last) === this.extents.inode[extent];
		if (goesOn) {
			this.goOn(last, extent);
			return;
		}
		const run = this.count++;
		if (run >= this.kind.length) this.resize(roomFor(this.count));
		this.kind[run] = kind;
		this.begin(run, extent, extent + 1);
	}

	/** Adds so many that a scan has found. */
	addScanned({ runFirst, runBehind, runKind }: Columns, count: number): void {
		const from = this.count;
		this.count += count;
		if (this.count > this.kind.length) this.resize(roomFor(this.count));
		this.kind.set(runKind.subarray(0, count), from);
		for (let i = 0; i < count; i++)
			this.begin(from + i, runFirst[i] as number, runBehind[i] as number);
	}
}

/** Of extents that are kept. */
export class ExtentRuns extends Runs {
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

	protected override isNext(extent: number): boolean {
		return this.#behind[this.count - 1] === extent;
	}

	protected override begin(run: number, first: number, behind: number): void {
		this.#first[run] = first;
		this.#behind[run] = behind;
	}

	protected override goOn(run: number, extent: number): void {
		this.#behind[run] = extent + 1;
	}

	protected override resize(rows: number): void {
		this.kind = resized(this.kind, rows);
		this.#first = resized(this.#first, rows);
		this.#behind = resized(this.#behind, rows);
	}
}

/** Of extents that are dropped again: how they share a run is not known. */
export class BareRuns extends Runs {
	protected override readonly row = 21;
	#start = new Float64Array(0);
	#end = new Float64Array(0);
	#owner = new Uint32Array(0);
	/** The extent that would go on with the last run, of all that there have been. */
	#next = -1;

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

	protected override isNext(extent: number): boolean {
		return this.#next === this.extents.dropped + extent;
	}

	protected override begin(run: number, first: number, behind: number): void {
		const { extents } = this;
		this.#start[run] = extents.start[first] as number;
		this.#owner[run] = extents.inode[first] as number;
		this.goOn(run, behind - 1);
	}

	protected override goOn(run: number, extent: number): void {
		this.#end[run] = this.extents.end(extent);
		this.#next = this.extents.dropped + extent + 1;
	}

	protected override resize(rows: number): void {
		this.kind = resized(this.kind, rows);
		this.#start = resized(this.#start, rows);
		this.#end = resized(this.#end, rows);
		this.#owner = resized(this.#owner, rows);
	}
}
