/** The same as SoundUsual of many inodes at a time, whose bytes need not be waited for. */
import { isDamage } from "../base/errors";
import { EXTENTS } from "../census/scan/memory";
import type { Scan } from "../census/scan/scan";
import { Doubt } from "../erofs/map/sound";
import type { AttributeBody } from "../ownership/attribute-bodies";
import { ManyInodes } from "../ownership/many";
import type { SoundOptions } from "./sound";
import type { Known } from "./sound-usual";

export class SoundMany {
	readonly #many: ManyInodes;
	readonly #options: SoundOptions;
	readonly #known: Known;
	/** The extent whose unit is to be put next, of all that were found. */
	#next = 0;
	#end = 0;

	constructor(scan: Scan, known: Known, options: SoundOptions) {
		this.#options = options;
		this.#known = known;
		this.#many = new ManyInodes(scan, known.inhabitants, (row, body) =>
			this.#isDoubtful(row, body),
		);
	}

	/** Rows below this one have been looked at. */
	get to(): number {
		return this.#many.to;
	}

	/** Whether units of those that were taken last are left. */
	get #isLeft(): boolean {
		return this.#next < this.#end;
	}

	/** Looks at inodes from a row on, all in front of `end`. @returns false when others must look at the first one */
	take(row: number, end: number): boolean {
		const many = this.#many;
		const { planner, tally, level } = this.#options;
		const { count = 0 } = planner?.extents ?? {};
		if (!many.take(row, end, count, planner?.room ?? EXTENTS)) return false;
		const { extents, kept } = many.scan;
		tally.inodes += kept;
		for (const [of, body] of many.attributes())
			tally.attributes += this.#known.attributesOf(of, body);
		tally.extents += extents;
		planner?.addMany(many);
		this.#next = 0;
		this.#end = level === "structure" ? 0 : extents;
		return true;
	}

	/** Puts the units of those that were taken last. @returns `more` while some are left */
	put(): "more" | undefined {
		const { units } = this.#options;
		const { columns } = this.#many.scan;
		this.#next = units.putMany(this.#known.owners, columns, this.#next, this.#end);
		return this.#isLeft ? "more" : undefined;
	}

	#isDoubtful(row: number, body: AttributeBody): boolean {
		try {
			this.#known.attributesOf(row, body);
			return false;
		} catch (error) {
			if (!(error instanceof Doubt || isDamage(error))) throw error;
			return true;
		}
	}
}
