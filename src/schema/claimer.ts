/** The listener that only wants to know which bytes are whose. */
import type { Finding, Report } from "../base/finding";
import { ignoreFindings } from "../base/finding";
import type { Range } from "../base/range";
import type { Struct } from "./struct";
import { type Part, rangeIn, type Visitor } from "./visit";

/**
 * @param kind a number of the format's list of kinds
 * @param doc what the part says of itself
 */
export type Claim = (kind: number, start: number, end: number, doc: string | undefined) => void;

/** Claims parts with a kind as a whole, and looks into the others. */
export class Claimer implements Visitor {
	readonly range: Range;
	readonly most = Number.POSITIVE_INFINITY;
	readonly #claim: Claim;
	readonly #report: Report;

	/**
	 * @param size bytes of the space
	 * @param claim is told at once: a step that may run again collects claims anew each time
	 * @param range of interest, all of the space when left out
	 */
	constructor(size: number, claim: Claim, report: Report = ignoreFindings, range?: Range) {
		this.range = rangeIn(size, range);
		this.#claim = claim;
		this.#report = report;
	}

	open<T>({ kind, doc }: Part<T>, _of: T, start: number, end: number): boolean {
		if (kind === undefined) return true;
		this.#claim(kind, start, end, doc);
		return false;
	}

	close(): void {}

	struct<T, C>({ kind }: Part<T>, _of: T, table: Struct<C>, start: number): void {
		if (kind !== undefined) this.#claim(kind, start, start + table.size, table.doc);
	}

	fields(): void {}

	bytes<T>({ kind, doc }: Part<T>, _of: T, start: number, end: number): void {
		if (kind !== undefined && end > start) this.#claim(kind, start, end, doc);
	}

	bits(): void {}

	stop(finding: Finding): void {
		this.#report(finding);
	}
}
