/** What belongs to no inode and is claimed once, when the image is opened. */
import type { Range } from "../base/range";
import type { Extent } from "../erofs/map/extent";
import type { Visitor } from "../schema/visit";
import { type ClaimColumns, NOBODY } from "./claims";
import type { Layer } from "./layer";
import { numbersTo, Order } from "./order";

export class FixedLayer implements Layer {
	readonly order: Order;
	readonly hasRests = false;
	readonly #claims: ClaimColumns;
	readonly #lay: (v: Visitor) => void;

	/** @param lay tells all of them: they are few, and belong together */
	constructor(claims: ClaimColumns, lay: (v: Visitor) => void) {
		this.#claims = claims;
		this.#lay = lay;
		this.order = Order.sorted(this, numbersTo(claims.count));
	}

	startOf(thing: number): number {
		return this.#claims.start[thing] as number;
	}

	endOf(thing: number): number {
		return this.#claims.end[thing] as number;
	}

	kindOf(thing: number): number {
		return this.#claims.kind[thing] as number;
	}

	ownerOf(): number {
		return NOBODY;
	}

	lay(_thing: number, v: Visitor): void {
		this.#lay(v);
	}

	claim(thing: number, _range: Range, into: ClaimColumns): void {
		const { start, end, kind, note } = this.#claims;
		into.add(
			start[thing] as number,
			end[thing] as number,
			kind[thing] as number,
			NOBODY,
			note[thing],
		);
	}

	claimUnread(): void {}

	extentsIn(): readonly Extent[] {
		return [];
	}

	get bytes(): number {
		return this.#claims.bytes + this.order.bytes;
	}
}
