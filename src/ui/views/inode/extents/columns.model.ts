/** A lane with more extents than pixels: summed up, one pixel column at a time. */
import type { Range } from "../../../../base/range";
import { EXTENT_KINDS } from "../../../../worker/protocol";
import type { ExtentKind } from "./extents.model";

/** Pixels from the left edge of the lane. */
export interface Bar {
	readonly x: number;
	readonly width: number;
	readonly kind: ExtentKind;
}

/** Bytes per kind in every pixel column of a lane. */
export class Columns {
	readonly #width: number;
	readonly #sums: Float64Array;
	/** Columns per byte. */
	readonly #scale: number;
	readonly #range: Range;

	/** @param width pixels, whole */
	constructor(width: number, range: Range) {
		this.#width = width;
		this.#range = range;
		this.#scale = width / Math.max(1, range.end - range.start);
		this.#sums = new Float64Array(width * EXTENT_KINDS.length);
	}

	add(start: number, length: number, kind: number): void {
		const from = (start - this.#range.start) * this.#scale;
		const to = from + length * this.#scale;
		const first = Math.floor(from);
		if (to <= first + 1) {
			this.#put(first, kind, to - from);
			return;
		}
		for (let x = first; x < to && x < this.#width; x++) {
			this.#put(x, kind, Math.min(to, x + 1) - Math.max(from, x));
		}
	}

	/** @param part how much of the column, 0 to 1 */
	#put(x: number, kind: number, part: number): void {
		if (x < 0 || x >= this.#width) return;
		const i = x * EXTENT_KINDS.length + kind;
		this.#sums[i] = (this.#sums[i] as number) + part;
	}

	/**
	 * Runs of columns in which the same kind has most bytes. Holes count only where nothing is
	 * stored: else a file of holes and data by turns would shimmer.
	 */
	bars(): Bar[] {
		const out: { x: number; width: number; kind: ExtentKind }[] = [];
		for (let x = 0; x < this.#width; x++) {
			const kind = this.#dominant(x);
			if (!kind) continue;
			const last = out.at(-1);
			if (last && last.kind === kind && last.x + last.width === x) last.width++;
			else out.push({ x, width: 1, kind });
		}
		return out;
	}

	#dominant(x: number): ExtentKind | undefined {
		let most = 0;
		let best: ExtentKind | undefined;
		let hole = 0;
		EXTENT_KINDS.forEach((kind, k) => {
			const sum = this.#sums[x * EXTENT_KINDS.length + k] as number;
			if (kind === "hole") hole = sum;
			else if (sum > most) {
				most = sum;
				best = kind;
			}
		});
		return best ?? (hole > 0 ? "hole" : undefined);
	}
}
