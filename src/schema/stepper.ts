/**
 * The listener that explains a byte, or the few of a field: the parts around them from the outside
 * in, each with the arithmetic that leads to its place.
 */
import type { Finding } from "../base/finding";
import { overlaps, type Range } from "../base/range";
import type { Resident } from "../base/resident";
import { annotateFields, type Links } from "./annotate";
import { linksOf, wordsOf } from "./annotator";
import type { Target } from "./field";
import { bitValue } from "./show";
import type { Struct } from "./struct";
import { known, plus, type Sum, sumOf } from "./sum";
import { bitsAt, bytesOfBits, type Part, rangeIn, type Visitor } from "./visit";

export interface Step extends Range {
	/** Structure, field, or group of bits. */
	readonly name: string;
	readonly label?: string;
	/** Its number, in a list. */
	readonly n?: number;
	/** What its first byte follows from. */
	readonly sum?: Sum;
	/** Of an entry or group of bits: the first and the last, counted from the lowest of its first byte. */
	readonly bits?: readonly [first: number, last: number];
	readonly value?: string;
	readonly doc?: string;
	/** First kernel version that understands it. */
	readonly since?: string;
	readonly target?: Target;
	/** Who owns the bytes, when this part or one around it says. */
	readonly kind?: number;
	/** How many of the steps before it are around it. */
	readonly depth: number;
}

/** A part that is being told. */
interface Open {
	readonly isStep: boolean;
	readonly kind: number | undefined;
}

export class Stepper implements Visitor {
	readonly range: Range;
	/** As many as overlap the range. */
	readonly most = Number.POSITIVE_INFINITY;
	readonly steps: Step[] = [];
	readonly #bytes: Resident;
	/** Of the part opened last. */
	#links: Links = () => undefined;
	readonly #open: Open[] = [];

	/** @param range the bytes to explain, of the space of `bytes` */
	constructor(bytes: Resident, range: Range) {
		this.#bytes = bytes;
		this.range = rangeIn(bytes.size, range);
	}

	get #depth(): number {
		return this.#open.filter(({ isStep }) => isStep).length;
	}

	/** Who owns the fields of what is open. */
	get #kind(): Pick<Step, "kind"> {
		const kind = this.#open.findLast(({ kind }) => kind !== undefined)?.kind;
		return kind === undefined ? {} : { kind };
	}

	#holds = (range: Range): boolean => overlaps(range, this.range);

	open<T>(part: Part<T>, of: T, start: number, end: number, n = 0): boolean {
		if (!this.#holds({ start, end })) return false;
		if (part.key !== undefined) this.#tell(part, of, part.key, start, end, n);
		this.#open.push({ isStep: part.key !== undefined, kind: part.kind });
		this.#links = linksOf(part, of, start, n);
		return true;
	}

	close(): void {
		this.#open.pop();
	}

	struct<T, C>(part: Part<T>, of: T, table: Struct<C>, start: number, context: C, n = 0): void {
		const end = start + table.size;
		if (!this.#holds({ start, end })) return;
		this.#tell({ ...part, doc: table.doc }, of, table.name, start, end, n);
		this.#links = linksOf(part, of, start, n);
		this.#open.push({ isStep: true, kind: part.kind });
		this.fields(table, start, context);
		this.close();
	}

	fields<C>(table: Struct<C>, start: number, context: C): void {
		const offset = this.#bytes.seek(start, table.size);
		const place = { bytes: this.#bytes.bytes, offset, space: this.#bytes.space, start };
		const sum = (at: number) => sumOf(plus(known(start, "start"), at - start));
		for (const field of annotateFields(table, place, context, this.#links)) {
			const { key: name, start, end, value = "", doc = "", since, target, bits = [] } = field;
			if (!this.#holds(field)) continue;
			const more = {
				...this.#kind,
				...(since ? { since } : {}),
				...(target ? { target } : {}),
			};
			const depth = this.#depth;
			this.steps.push({ name, start, end, sum: sum(start), value, doc, ...more, depth });
			for (const { mask, label, text, doc } of bits)
				if (this.#touches(mask, 0, start))
					this.steps.push({ name: label, start, end, value: text, doc, depth: depth + 1 });
		}
	}

	bytes<T>(part: Part<T>, of: T, start: number, end: number, n = 0): void {
		if (this.#holds({ start, end })) this.#tell(part, of, part.key ?? "bytes", start, end, n);
	}

	bits<T>(part: Part<T>, of: T, start: number, from: number, count: number, n = 0): void {
		const range = bytesOfBits(start, from, count);
		if (!this.#holds(range)) return;
		const first = from & 7;
		const bits = [first, first + count - 1] as const;
		this.#tell(part, of, part.key ?? "bits", range.start, range.end, n, bits);
		const p = this.#bytes.seek(range.start, range.end - range.start);
		const word = bitsAt(this.#bytes.view, p, from & 7, count);
		for (const group of part.bits?.(of, start, n) ?? []) {
			const { label: name, mask, doc } = group;
			const { text: value } = bitValue(group, word);
			const depth = this.#depth + 1;
			if (this.#touches(mask, first, range.start))
				this.steps.push({ name, ...range, bits: bitsOf(mask, first), value, doc, n, depth });
		}
	}

	/** Whether bits of a word that begins at bit `from` of byte `start` are in the bytes explained. */
	#touches(mask: number, from: number, start: number): boolean {
		const [first, last] = bitsOf(mask, from);
		return this.#holds({
			start: start + Math.floor(first / 8),
			end: start + Math.floor(last / 8) + 1,
		});
	}

	stop({ structure, field, text, at, seen }: Finding): void {
		if (!this.#holds(at)) return;
		const { start, end } = at;
		const name = field === undefined ? structure : `${structure}.${field}`;
		this.steps.push({
			name,
			start,
			end,
			doc: text,
			...(seen === undefined ? {} : { value: seen }),
			depth: this.#depth,
		});
	}

	#tell<T>(
		part: Part<T>,
		of: T,
		name: string,
		start: number,
		end: number,
		n: number,
		bits?: Step["bits"],
	): void {
		const sum = part.sum?.(of, start, n);
		this.steps.push({
			name,
			start,
			end,
			n,
			...(sum === undefined ? {} : { sum: sumOf(sum) }),
			...(bits === undefined ? {} : { bits }),
			...(part.doc === undefined ? {} : { doc: part.doc }),
			...(part.kind === undefined ? {} : { kind: part.kind }),
			...wordsOf(part, of, start, end, n),
			depth: this.#depth,
		});
	}
}

/** The lowest and the highest bit of a group, in an entry that begins at bit `from`. */
const bitsOf = (mask: number, from: number): readonly [first: number, last: number] => [
	from + 31 - Math.clz32(mask & -mask),
	from + 31 - Math.clz32(mask),
];
