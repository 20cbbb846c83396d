/** Selecting with the pointer: drags keep to their column, and scroll when they leave the rows. */
import { HEAD } from "../draw/scene";
import type { Side } from "../model/geometry.model";
import type { Hex } from "./hex";
import { hitAt } from "./hit";

/** Pixels scrolled in a frame for each pixel the pointer is beyond the edge. */
const PULL = 0.3;

export class Drag {
	readonly #hex: Hex;
	readonly #side: Side;
	#x = 0;
	#y = 0;
	#frame = 0;

	constructor(hex: Hex, side: Side) {
		this.#hex = hex;
		this.#side = side;
	}

	/** @param x, y from the canvas's top left corner, px */
	to(x: number, y: number): void {
		this.#x = x;
		this.#y = y;
		this.#extend();
		if (this.#beyond() !== 0) this.#frame ||= requestAnimationFrame(this.#pull);
	}

	end(): void {
		cancelAnimationFrame(this.#frame);
		this.#frame = 0;
	}

	/** How far the pointer is above (negative) or below the rows. */
	#beyond(): number {
		const y = this.#y - HEAD;
		return Math.min(0, y) + Math.max(0, y - this.#hex.state.view);
	}

	#extend(): void {
		const hit = hitAt(this.#hex, this.#x, this.#y, this.#side);
		if (hit) this.#hex.select({ ...this.#hex.state.selection, cursor: hit.offset });
	}

	readonly #pull = (): void => {
		this.#frame = 0;
		const beyond = this.#beyond();
		if (beyond === 0) return;
		this.#hex.scrollBy(Math.round(beyond * PULL) || Math.sign(beyond));
		this.#extend();
		this.#frame = requestAnimationFrame(this.#pull);
	};
}
