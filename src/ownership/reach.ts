/**
 * The listener that only wants to know how far what it is told reaches, of which kinds it is, and
 * what damage stops.
 */
import type { Finding, Report } from "../base/finding";
import type { Range } from "../base/range";
import type { Struct } from "../schema/struct";
import type { Part, Visitor } from "../schema/visit";
import type { KindSums } from "./kind-sums";

export class Reach implements Visitor {
	/** No item of any list is asked for: lists are told as a whole. */
	readonly range: Range = { start: 0, end: 0 };
	readonly most = 0;
	end = 0;
	/** Up to where parts with a kind follow one another. */
	#at = 0;
	#parts: { readonly kind: number; readonly bytes: number; readonly note: string | undefined }[] =
		[];
	readonly #report: Report;

	/** @param start where the first part begins */
	constructor(start: number, report: Report) {
		this.#at = start;
		this.#report = report;
	}

	/** Whether each byte is told once, and by its kind. */
	get isGapless(): boolean {
		return this.#at === this.end;
	}

	/** Of what is gapless. @param sign -1 to take it away again */
	addTo(sums: KindSums, sign: 1 | -1 = 1): void {
		for (const { kind, bytes, note } of this.#parts) sums.add(kind, sign * bytes, note);
	}

	open<T>({ kind, doc }: Part<T>, _of: T, start: number, end: number): boolean {
		this.#tell(kind, start, end, doc);
		return kind === undefined;
	}

	close(): void {}

	struct<T, C>({ kind }: Part<T>, _of: T, { size, doc }: Struct<C>, start: number): void {
		this.#tell(kind, start, start + size, doc);
	}

	fields(): void {}

	bytes<T>({ kind, doc }: Part<T>, _of: T, start: number, end: number): void {
		if (end > start) this.#tell(kind, start, end, doc);
	}

	bits(): void {}

	stop(finding: Finding): void {
		this.#report(finding);
	}

	#tell(kind: number | undefined, start: number, end: number, note: string | undefined): void {
		this.end = Math.max(this.end, end);
		if (kind === undefined || end <= start) return;
		// What begins elsewhere leaves it behind the end for good.
		if (start !== this.#at) this.#at = Number.NaN;
		else {
			this.#at = end;
			this.#parts.push({ kind, bytes: end - start, note });
		}
	}
}
