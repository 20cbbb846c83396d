/**
 * The listener that explains one byte: the parts around it from the outside in, each with the
 * arithmetic that leads to its place.
 */
import type { Finding } from "../base/finding";
import { contains, type Range } from "../base/range";
import type { Resident } from "../base/resident";
import { annotateFields, type Links } from "./annotate";
import { linksOf, wordsOf } from "./annotator";
import type { Bits, Target } from "./field";
import { bitValue } from "./show";
import type { Struct } from "./struct";
import { bitsAt, bytesOfBits, type Part, rangeIn, type Visitor } from "./visit";

export interface Step extends Range {
	/** Structure, field, or group of bits. */
	readonly name: string;
	readonly label?: string;
	/** Where it lies, as a sum in this image's numbers. */
	readonly sum?: string;
	readonly value?: string;
	readonly doc?: string;
	readonly target?: Target;
	/** Who owns the bytes, when this part says. */
	readonly kind?: number;
	/** How many of the steps before it are around it. */
	readonly depth: number;
}

export class Stepper implements Visitor {
	readonly range: Range;
	readonly most = 1;
	readonly steps: Step[] = [];
	readonly #bytes: Resident;
	readonly #at: number;
	/** Of the part opened last. */
	#links: Links = () => undefined;
	/** For each open part, whether it is a step. */
	readonly #open: boolean[] = [];

	/** @param at the byte to explain, of the space of `bytes` */
	constructor(bytes: Resident, at: number) {
		this.#bytes = bytes;
		this.#at = at;
		this.range = rangeIn(bytes.size, { start: at, end: at + 1 });
	}

	get #depth(): number {
		return this.#open.filter(Boolean).length;
	}

	#holds = (range: Range): boolean => contains(range, this.#at);

	open<T>(part: Part<T>, of: T, start: number, end: number, n = 0): boolean {
		if (!this.#holds({ start, end })) return false;
		if (part.key !== undefined) this.#tell(part, of, part.key, start, end, n);
		this.#open.push(part.key !== undefined);
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
		this.#open.push(true);
		this.fields(table, start, context);
		this.close();
	}

	fields<C>(table: Struct<C>, start: number, context: C): void {
		const offset = this.#bytes.seek(start, table.size);
		const place = { bytes: this.#bytes.bytes, offset, space: this.#bytes.space, start };
		const sum = (at: number) => `${start} + ${at - start}`;
		for (const field of annotateFields(table, place, context, this.#links)) {
			const { key: name, start, end, value = "", doc = "", target, bits = [] } = field;
			if (!this.#holds(field)) continue;
			const to = target ? { target } : {};
			const depth = this.#depth;
			this.steps.push({ name, start, end, sum: sum(start), value, doc, ...to, depth });
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
		this.#tell(part, of, part.key ?? "bits", range.start, range.end, n);
		const p = this.#bytes.seek(range.start, range.end - range.start);
		const word = bitsAt(this.#bytes.view, p, from & 7, count);
		for (const group of part.bits?.(of, start, n) ?? []) {
			const sum = `bits ${bitsText(group, from & 7)} of byte ${range.start} on`;
			const { text: value } = bitValue(group, word);
			const depth = this.#depth + 1;
			if (this.#touches(group.mask, from & 7, range.start))
				this.steps.push({ name: group.label, ...range, sum, value, doc: group.doc, depth });
		}
	}

	/** Whether bits of a word that begins at bit `from` of byte `start` are in the byte. */
	#touches(mask: number, from: number, start: number): boolean {
		const { low, high } = bitsOf(mask, from);
		const at = this.#at - start;
		return Math.floor(low / 8) <= at && at <= Math.floor(high / 8);
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

	#tell<T>(part: Part<T>, of: T, name: string, start: number, end: number, n: number): void {
		const sum = part.sum?.(of, start, n);
		this.steps.push({
			name,
			start,
			end,
			...(sum === undefined ? {} : { sum }),
			...(part.doc === undefined ? {} : { doc: part.doc }),
			...(part.kind === undefined ? {} : { kind: part.kind }),
			...wordsOf(part, of, start, end, n),
			depth: this.#depth,
		});
	}
}

/** The lowest and the highest bit of a group, in an entry that begins at bit `from`. */
const bitsOf = (mask: number, from: number) => ({
	low: from + 31 - Math.clz32(mask & -mask),
	high: from + 31 - Math.clz32(mask),
});

/** `2 to 13` */
function bitsText({ mask }: Bits, from: number): string {
	const { low, high } = bitsOf(mask, from);
	return low === high ? String(low) : `${low} to ${high}`;
}
