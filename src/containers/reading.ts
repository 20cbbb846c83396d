/**
 * Reading the structures of a wrapper: each that is read is also remembered and checked, so that
 * what was read, what is annotated and what is checked are the same by nature.
 */
import { corrupt, Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Range } from "../base/range";
import { beyond, Missing, Resident, withBytes } from "../base/resident";
import { check, type Decoded, decode, type Fields, fieldAt, type Struct } from "../schema/struct";
import type { Part as Told, Visitor } from "../schema/visit";
import type { Home } from "./near";

/** A structure that was read, or bytes without fields that were. */
type Met =
	| { readonly start: number; readonly end: number; readonly table: Struct<undefined> }
	| { readonly start: number; readonly end: number; readonly told: Told<undefined> };

/** Bytes that say where others are. */
export interface Header extends Range {
	/** Of their table. */
	readonly name: string;
	/** Absent for bytes without fields. */
	readonly table?: Struct<undefined>;
}

/** Structures remembered of one wrapper; archives have millions of members. */
const MOST_MET = 1 << 20;
/** Rows to begin with. */
const FEW = 64;
const MOST_FINDINGS = 1000;
/** Structures of a list that are read between two waits. */
const MOST_STEPS = 1024;

/** What was met, in columns: there are up to a million of a few kinds. */
class MetRows {
	count = 0;
	#start = new Float64Array(FEW);
	#end = new Float64Array(FEW);
	/** Index in {@link #kinds}. */
	#kind = new Uint32Array(FEW);
	readonly #kinds: (Struct<undefined> | Told<undefined>)[] = [];
	readonly #numbers = new Map<Struct<undefined> | Told<undefined>, number>();

	add(start: number, end: number, kind: Struct<undefined> | Told<undefined>): void {
		const i = this.count;
		if (i >= MOST_MET) return;
		if (i >= this.#kind.length) this.#grow();
		this.count++;
		this.#start[i] = start;
		this.#end[i] = end;
		this.#kind[i] = this.#numberOf(kind);
	}

	*rows(): Generator<Met, void, void> {
		for (let i = 0; i < this.count; i++) {
			const [start, end] = [this.#start[i] as number, this.#end[i] as number];
			const kind = this.#kinds[this.#kind[i] as number] as Struct<undefined> | Told<undefined>;
			yield "fields" in kind ? { start, end, table: kind } : { start, end, told: kind };
		}
	}

	#numberOf(kind: Struct<undefined> | Told<undefined>): number {
		const number = this.#numbers.get(kind) ?? this.#kinds.push(kind) - 1;
		this.#numbers.set(kind, number);
		return number;
	}

	#grow(): void {
		const rows = this.#kind.length * 2;
		const [start, end, kind] = [this.#start, this.#end, this.#kind];
		this.#start = new Float64Array(rows);
		this.#start.set(start);
		this.#end = new Float64Array(rows);
		this.#end.set(end);
		this.#kind = new Uint32Array(rows);
		this.#kind.set(kind);
	}
}

/** What to do about a file that was damaged on its way. */
const AGAIN =
	"Compare its size and digest with those of the original; where they differ, get it again.";

const STRUCTURE: Told<undefined> = {};

const isSame = (one: Met, other: Met): boolean =>
	one.start === other.start &&
	one.end === other.end &&
	("table" in one
		? "table" in other && one.table === other.table
		: "told" in other && one.told.key === other.told.key);

/** A finding about the bytes that the file has: damage can say that something lies beyond it. */
export function inFile(finding: Finding, { home, size }: Pick<Reading, "home" | "size">): Finding {
	const { space, start, end } = finding.at;
	const isThere = start >= 0 && start <= end && (end <= size || start >= size);
	if (space !== home.space || isThere) return finding;
	const within = (at: number) => Math.max(0, Math.min(at, size));
	return { ...finding, at: { space, start: within(start), end: within(end) } };
}

export class Reading {
	readonly bytes: Resident;
	readonly home: Home;
	readonly #signal: AbortSignal | undefined;
	#met = new MetRows();
	#sorted: readonly Met[] | undefined;
	#findings: Finding[] = [];

	constructor(home: Home, signal?: AbortSignal) {
		this.home = home;
		this.bytes = new Resident(home);
		this.#signal = signal;
	}

	get size(): number {
		return this.bytes.size;
	}

	get findings(): readonly Finding[] {
		return this.#findings;
	}

	/**
	 * Runs `work`, which reads structures through this; when bytes are missing they are fetched and
	 * it begins again, as if it had not begun before.
	 */
	step<T>(work: () => T): Promise<T> {
		const met = this.#met.count;
		const findings = this.#findings.length;
		return withBytes(() => {
			this.#met.count = met;
			this.#sorted = undefined;
			this.#findings.length = findings;
			return work();
		}, this.#signal);
	}

	/**
	 * Runs `work` many times, up to a wait: it reads one structure of a long list, and takes it down
	 * when it has read all of it. @returns whether there may be more of them
	 */
	steps(work: () => boolean): Promise<boolean> {
		return this.step(() => {
			for (let done = 0; done < MOST_STEPS; done++) {
				const met = this.#met.count;
				const findings = this.#findings.length;
				try {
					if (!work()) return false;
				} catch (error) {
					if (done === 0 || !(error instanceof Missing)) throw error;
					this.#met.count = met;
					this.#findings.length = findings;
					return true;
				}
			}
			return true;
		});
	}

	/** Whether the file has so many bytes there. */
	has(start: number, length: number): boolean {
		return start >= 0 && length >= 0 && start + length <= this.size;
	}

	/**
	 * The structure at byte `start`, which the caller knows to be inside.
	 * @throws Missing
	 */
	read<F extends Fields<undefined>>(
		table: Struct<undefined, F>,
		start: number,
	): Decoded<Struct<undefined, F>> {
		const offset = this.bytes.seek(start, table.size);
		const { bytes } = this.bytes;
		const place = { bytes, offset, space: this.home.space, start };
		check(table, place, undefined, (finding) => this.report(finding));
		this.#met.add(start, start + table.size, table);
		return decode<undefined, F>(table, bytes, offset);
	}

	/** The same, without remembering or checking it: to see whether there is one. */
	look<F extends Fields<undefined>>(
		table: Struct<undefined, F>,
		start: number,
	): Decoded<Struct<undefined, F>> {
		const offset = this.bytes.seek(start, table.size);
		return decode<undefined, F>(table, this.bytes.bytes, offset);
	}

	/** Bytes [start, end), remembered as what `told` says. */
	slice(told: Told<undefined>, start: number, end: number): Uint8Array {
		const bytes = this.bytes.slice(start, end);
		if (end > start) this.#met.add(start, end, told);
		return bytes;
	}

	report(finding: Finding): void {
		if (this.#findings.length < MOST_FINDINGS) this.#findings.push(inFile(finding, this));
	}

	/** A finding about one field of a structure that begins at byte `start`. */
	blame<F extends Fields<undefined>>(
		table: Struct<undefined, F>,
		field: keyof F & string,
		start: number,
		what: Pick<Finding, "code" | "text"> & Partial<Finding>,
	): Finding {
		const finding: Finding = {
			severity: "error",
			...fieldAt(table, field, this.home.space, start),
			...what,
		};
		this.report(finding);
		return finding;
	}

	/** Reports that bytes [start, start + length) lie beyond the end, and is why what they hold is lost. */
	beyond(start: number, length: number, structure: string): Finding {
		const finding = inFile(beyond(this.home, start, start + length, { structure }), this);
		this.report(finding);
		return finding;
	}

	/** Why nothing can be said of what is in it. @param hint what to do */
	refusal(code: string, message: string, start: number, end: number, hint = AGAIN): Failure {
		const at = { space: this.home.space, start, end };
		return new Failure({ kind: "corrupt", code, message, at, hint });
	}

	/** The first error that was found, as the reason to stop. */
	get error(): Failure | undefined {
		const finding = this.#findings.find(({ severity }) => severity === "error");
		return finding && corrupt(finding);
	}

	/** Tells what was read of the range that is wanted, by place, each once. @throws Missing */
	lay(v: Visitor): void {
		let before: Met | undefined;
		for (const met of this.#byPlace()) {
			if (met.start >= v.range.end) return;
			if (met.end <= v.range.start || (before && isSame(met, before))) continue;
			if ("table" in met) v.struct(STRUCTURE, undefined, met.table, met.start, undefined);
			else v.bytes(met.told, undefined, met.start, met.end);
			before = met;
		}
	}

	/** What was read, by place; each boundary is one at which a file can be cut. */
	get headers(): readonly Header[] {
		return this.#byPlace().map((met) => ({
			start: met.start,
			end: met.end,
			...("table" in met
				? { name: met.table.name, table: met.table }
				: { name: met.told.key ?? "" }),
		}));
	}

	#byPlace(): readonly Met[] {
		// They are read again and again, and come in order but for few.
		this.#sorted ??= Array.from(this.#met.rows()).sort((a, b) => a.start - b.start);
		return this.#sorted;
	}
}
