/**
 * Runs of stored contents of one space: extents that follow one another there as they do in the
 * file. Where they lie and whose they are stands in the columns of the extents.
 */
import { resized, roomFor } from "../census/columns";
import type { Extents } from "../census/extents";
import type { Columns } from "../census/scan/memory";
import { isContents } from "./kinds";

export class Runs {
	count = 0;
	readonly extents: Extents;
	/** The first extent, and the one behind the last. */
	first = new Uint32Array(0);
	behind = new Uint32Array(0);
	/** Index into KINDS, or DIRECTORY. */
	kind = new Uint8Array(0);

	constructor(extents: Extents) {
		this.extents = extents;
	}

	start(run: number): number {
		return this.extents.start[this.first[run] as number] as number;
	}

	/** Exclusive. */
	end(run: number): number {
		return this.extents.end((this.behind[run] as number) - 1);
	}

	/** Row of the inode. */
	owner(run: number): number {
		return this.extents.inode[this.first[run] as number] as number;
	}

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
			this.behind[last] === extent &&
			this.end(last) === this.extents.start[extent] &&
			this.kind[last] === kind &&
			this.owner(last) === this.extents.inode[extent];
		const i = goesOn ? last : this.count++;
		if (i >= this.first.length) this.#resize(roomFor(i + 1));
		if (!goesOn) {
			this.first[i] = extent;
			this.kind[i] = kind;
		}
		this.behind[i] = extent + 1;
	}

	/** Adds so many that a scan has found. */
	addScanned({ runFirst, runBehind, runKind }: Columns, count: number): void {
		const from = this.count;
		this.count += count;
		if (this.count > this.first.length) this.#resize(roomFor(this.count));
		this.first.set(runFirst.subarray(0, count), from);
		this.behind.set(runBehind.subarray(0, count), from);
		this.kind.set(runKind.subarray(0, count), from);
	}

	/** Gives back the room that nothing has grown into. */
	trim(): void {
		this.#resize(this.count);
	}

	#resize(rows: number): void {
		this.first = resized(this.first, rows);
		this.behind = resized(this.behind, rows);
		this.kind = resized(this.kind, rows);
	}

	get bytes(): number {
		return this.first.byteLength + this.behind.byteLength + this.kind.byteLength;
	}
}
