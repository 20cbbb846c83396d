/** What nearly all files of a tree own, many at a time: the scan of them, with their attributes. */
import { isDamage } from "../base/errors";
import { FORM } from "../census/inodes";
import { ROWS } from "../census/scan/memory";
import type { Scan } from "../census/scan/scan";
import { COMPACT, EXTENDED } from "../erofs/inode-cursor";
import { FT } from "../erofs/structs/dirent";
import type { AttributeBody } from "./attribute-bodies";
import type { Inhabitants } from "./inhabitants";
import type { Planner } from "./planner";

/** @returns whether others must look at the inode because of its attributes */
export type Judge = (row: number, body: AttributeBody) => boolean;

export class ManyInodes {
	readonly scan: Scan;
	readonly inhabitants: Inhabitants;
	/** Rows [from, to) that were scanned last. */
	from = 0;
	to = 0;
	readonly #judge: Judge;
	/** Rows that are loaded. */
	#first = 0;
	#end = 0;
	/** Of those the attributes, by position; none where the image has none. */
	readonly #attributes: (AttributeBody | undefined)[] = [];

	constructor(scan: Scan, inhabitants: Inhabitants, judge: Judge = () => false) {
		this.scan = scan;
		this.inhabitants = inhabitants;
		this.#judge = judge;
	}

	/**
	 * Scans inodes from a row on, all of which lie in front of `end`.
	 * @param extents in front of those that are found
	 * @param most of these
	 * @returns whether some were scanned: else the first one is odd
	 */
	take(row: number, end: number, extents: number, most: number): boolean {
		if (row < this.#first || row >= this.#end) this.#load(row, Math.min(end, row + ROWS));
		const position = row - this.#first;
		this.from = row;
		this.to = this.#first + this.scan.run(position, this.#end - this.#first, row, extents, most);
		return this.to > row;
	}

	/**
	 * Gives a planner what inodes from a row on own, or leaves the first one to it.
	 * @returns the row behind those
	 */
	plan(row: number, end: number, planner: Planner): number {
		if (!this.take(row, end, planner.extents.count, planner.room)) return row + 1;
		planner.addMany(this);
		return this.to;
	}

	/** Of the rows scanned last: bytes up to the end of each; 0 for those that were passed over. */
	get reach(): Uint32Array {
		return this.scan.columns.reach.subarray(this.from - this.#first, this.to - this.#first);
	}

	/** Of these: bytes behind that, in the same block, that are known to be zero. */
	get zeros(): Uint16Array {
		return this.scan.columns.zeros.subarray(this.from - this.#first, this.to - this.#first);
	}

	/** Those of them that have attributes. */
	*attributes(): Generator<readonly [row: number, body: AttributeBody], void, void> {
		if (this.#attributes.length === 0) return;
		const { reach } = this.scan.columns;
		for (let row = this.from; row < this.to; row++) {
			const i = row - this.#first;
			const body = this.#attributes[i];
			if (body && reach[i] !== 0) yield [row, body];
		}
	}

	#load(from: number, to: number): void {
		const { inodes } = this.inhabitants.tree;
		this.#first = from;
		this.#end = to;
		this.scan.load(inodes, from, to);
		for (const row of this.inhabitants.hidden) if (row >= from && row < to) this.#leave(row);
		this.#attributes.length = 0;
		const { form } = this.scan.columns;
		for (let row = from; row < to; row++) {
			const bits = form[row - from] as number;
			const isOne = (bits & FORM.XATTRS) !== 0 && (bits & FORM.UNREADABLE) === 0;
			if (isOne && inodes.type(row) !== FT.DIR) this.#takeAttributes(row);
		}
	}

	/** Others look at it. */
	#leave(row: number): void {
		const { form } = this.scan.columns;
		const i = row - this.#first;
		form[i] = (form[i] as number) | FORM.DOUBTFUL;
	}

	#takeAttributes(row: number): void {
		const { inhabitants } = this;
		const head = inhabitants.tree.inodes.is(row, FORM.EXTENDED) ? EXTENDED : COMPACT;
		const body = forgiving(() => inhabitants.attributes.of(row, inhabitants.start(row) + head));
		if (!body || this.#judge(row, body)) {
			this.#leave(row);
			return;
		}
		const i = row - this.#first;
		this.scan.columns.attributes[i] = body.size;
		this.#attributes[i] = body;
	}
}

/** What the work returns; undefined where it meets damage. @throws all else */
function forgiving<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}
