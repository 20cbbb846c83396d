/** The listener that builds trees for people: what the hex view colours and the tree lists. */
import type { Range } from "../base/range";
import type { Resident } from "../base/resident";
import { type Annotation, annotateFields, type Links, noteBits } from "./annotate";
import { hex } from "./show";
import type { Struct } from "./struct";
import { bitsAt, bytesOfBits, type Part, rangeIn, type Visitor } from "./visit";

interface Node extends Omit<Annotation, "children" | "more"> {
	children: Annotation[];
	more?: number;
}

export interface AnnotatorOptions {
	/** All of the space when left out. */
	readonly range?: Range;
	/** Items of one list; 512 when left out. */
	readonly most?: number;
}

interface Open {
	readonly node: Node;
	readonly links: Links;
}

export class Annotator implements Visitor {
	readonly range: Range;
	readonly most: number;
	readonly #bytes: Resident;
	readonly #root: Node = { key: "", start: 0, end: 0, role: "struct", children: [] };
	/** Open parts; a part without a name shares the node of the part around it. */
	readonly #open: Open[] = [];

	constructor(bytes: Resident, { range, most = 512 }: AnnotatorOptions = {}) {
		this.#bytes = bytes;
		this.range = rangeIn(bytes.size, range);
		this.most = most;
	}

	/** What was told, outermost parts first. */
	get nodes(): readonly Annotation[] {
		return this.#root.children;
	}

	get #node(): Node {
		return this.#open.at(-1)?.node ?? this.#root;
	}

	#sees = (start: number, end: number): boolean => start < this.range.end && end > this.range.start;

	open<T>(part: Part<T>, of: T, start: number, end: number, n = 0): boolean {
		if (!this.#sees(start, end)) return false;
		const links = linksOf(part, of, start, n);
		if (part.key === undefined) {
			this.#open.push({ node: this.#node, links });
			return true;
		}
		const node: Node = { ...described(part, of, start, end, n), children: [] };
		this.#node.children.push(node);
		this.#open.push({ node, links });
		return true;
	}

	close(more = 0): void {
		const closed = this.#open.pop();
		if (closed && more > 0) closed.node.more = more;
	}

	struct<T, C>(part: Part<T>, of: T, table: Struct<C>, start: number, context: C, n = 0): void {
		const end = start + table.size;
		if (!this.#sees(start, end)) return;
		const links = linksOf(part, of, start, n);
		this.#node.children.push({
			key: table.name,
			start,
			end,
			role: "struct",
			doc: table.doc,
			...wordsOf(part, of, start, end, n),
			children: annotateFields(table, this.#place(start, table.size), context, links),
		});
	}

	fields<C>(table: Struct<C>, start: number, context: C): void {
		const links = this.#open.at(-1)?.links;
		const fields = annotateFields(table, this.#place(start, table.size), context, links);
		this.#node.children.push(...fields.filter((field) => field.end > field.start));
	}

	#place(start: number, size: number) {
		const offset = this.#bytes.seek(start, size);
		return { bytes: this.#bytes.bytes, offset, space: this.#bytes.space, start };
	}

	bytes<T>(part: Part<T>, of: T, start: number, end: number, n = 0): void {
		if (end <= start || !this.#sees(start, end)) return;
		this.#node.children.push(described(part, of, start, end, n));
	}

	bits<T>(part: Part<T>, of: T, start: number, from: number, count: number, n = 0): void {
		const range = bytesOfBits(start, from, count);
		if (!this.#sees(range.start, range.end)) return;
		const p = this.#bytes.seek(range.start, range.end - range.start);
		const word = bitsAt(this.#bytes.view, p, from & 7, count);
		this.#node.children.push({
			...described(part, of, range.start, range.end, n),
			raw: hex(word, Math.ceil(count / 4)),
			part: { from: from & 7, count },
			bits: noteBits(part.bits?.(of, start, n) ?? [], word),
		});
	}

	/** What is damaged is a finding; the tree shows what is there. */
	stop(): void {}
}

/** Where the fields of a part point, when more decides than the record itself. */
export const linksOf =
	<T>({ links }: Part<T>, of: T, start: number, n: number): Links =>
	(field) =>
		links?.[field]?.(of, start, n);

/** What a part says of itself. */
export function wordsOf<T>(part: Part<T>, of: T, start: number, end: number, n: number) {
	const label = part.label?.(of, start, n);
	const value = part.value?.(of, start, end, n);
	const target = part.target?.(of, start, end, n);
	return {
		...(label === undefined ? {} : { label }),
		...(value === undefined ? {} : { value }),
		...(target === undefined ? {} : { target }),
	};
}

/** The node of a part without a table. */
const described = <T>(part: Part<T>, of: T, start: number, end: number, n: number): Annotation => ({
	key: part.key ?? "bytes",
	start,
	end,
	role: part.role ?? "reserved",
	...(part.doc === undefined ? {} : { doc: part.doc }),
	...wordsOf(part, of, start, end, n),
});
