/** The listener that runs the rules of every table it is told of, and passes on what damage stopped. */
import type { Finding, Report } from "../base/finding";
import type { Range } from "../base/range";
import type { Resident } from "../base/resident";
import { check, isSound, type Struct } from "./struct";
import { type Part, rangeIn, type Visitor } from "./visit";

export class Checker implements Visitor {
	readonly range: Range;
	readonly most = Number.POSITIVE_INFINITY;
	readonly #bytes: Resident;
	readonly #report: Report;
	readonly #nid: bigint | undefined;

	/**
	 * @param report is told at once: a step that may run again collects findings anew each time
	 * @param nid the inode whose structures are told, when it is one
	 */
	constructor(bytes: Resident, report: Report, nid?: bigint, range?: Range) {
		this.#bytes = bytes;
		this.#report = report;
		this.#nid = nid;
		this.range = rangeIn(bytes.size, range);
	}

	open<T>(_part: Part<T>, _of: T, _start: number, _end: number): boolean {
		return true;
	}

	close(): void {}

	struct<T, C>(_part: Part<T>, _of: T, table: Struct<C>, start: number, context: C): void {
		this.fields(table, start, context);
	}

	fields<C>(table: Struct<C>, start: number, context: C): void {
		if (table.ruled.length + table.rules.length === 0) return;
		const bytes = this.#bytes;
		const offset = bytes.seek(start, table.size);
		if (isSound(table, bytes.view, offset, context)) return;
		const place = { bytes: bytes.bytes, offset, space: bytes.space, start };
		const nid = this.#nid;
		check(table, nid === undefined ? place : { ...place, nid }, context, this.#report);
	}

	bytes<T>(_part: Part<T>, _of: T, _start: number, _end: number): void {}

	bits(): void {}

	stop(finding: Finding): void {
		this.#report(finding);
	}
}
