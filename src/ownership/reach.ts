/** The listener that only wants to know how far what it is told reaches, and what damage stops. */
import type { Finding, Report } from "../base/finding";
import type { Range } from "../base/range";
import type { Struct } from "../schema/struct";
import type { Part, Visitor } from "../schema/visit";

export class Reach implements Visitor {
	/** No item of any list is asked for: lists are told as a whole. */
	readonly range: Range = { start: 0, end: 0 };
	readonly most = 0;
	end = 0;
	readonly #report: Report;

	constructor(report: Report) {
		this.#report = report;
	}

	open<T>(part: Part<T>, _of: T, _start: number, end: number): boolean {
		this.#to(end);
		return part.kind === undefined;
	}

	close(): void {}

	struct<T, C>(_part: Part<T>, _of: T, table: Struct<C>, start: number): void {
		this.#to(start + table.size);
	}

	fields(): void {}

	bytes<T>(_part: Part<T>, _of: T, start: number, end: number): void {
		if (end > start) this.#to(end);
	}

	bits(): void {}

	stop(finding: Finding): void {
		this.#report(finding);
	}

	#to(end: number): void {
		this.end = Math.max(this.end, end);
	}
}
