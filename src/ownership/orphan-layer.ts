/** Things of inodes that nothing points at: whatever they would be, they count as that. */
import type { Range } from "../base/range";
import { KINDS } from "../erofs/layout/kinds";
import type { Extent } from "../erofs/map/extent";
import type { Visitor } from "../schema/visit";
import { ClaimColumns } from "./claims";
import { ORPHAN } from "./kinds";
import type { Layer } from "./layer";
import type { Order } from "./order";

export class OrphanLayer implements Layer {
	readonly order: Order;
	readonly hasRests: boolean;
	readonly #layer: Layer;

	constructor(layer: Layer) {
		this.#layer = layer;
		this.order = layer.order;
		this.hasRests = layer.hasRests;
	}

	startOf(thing: number): number {
		return this.#layer.startOf(thing);
	}

	endOf(thing: number): number {
		return this.#layer.endOf(thing);
	}

	kindOf(thing: number): number {
		return this.#layer.kindOf(thing);
	}

	ownerOf(thing: number): number {
		return this.#layer.ownerOf(thing);
	}

	lay(thing: number, v: Visitor): void {
		this.#layer.lay(thing, v);
	}

	claim(thing: number, range: Range, into: ClaimColumns): void {
		this.#as((claims) => this.#layer.claim(thing, range, claims), into);
	}

	/** What they would be is the note. */
	#as(claim: (claims: ClaimColumns) => void, into: ClaimColumns): void {
		const claims = new ClaimColumns();
		try {
			claim(claims);
		} finally {
			const { start, end, kind, owner } = claims;
			for (let i = 0; i < claims.count; i++) {
				const would = KINDS[kind[i] as number];
				into.add(start[i] as number, end[i] as number, ORPHAN, owner[i] as number, would);
			}
		}
	}

	claimUnread(thing: number, into: ClaimColumns): void {
		this.#as((claims) => this.#layer.claimUnread(thing, claims), into);
	}

	extentsIn(thing: number, range: Range, most: number): readonly Extent[] {
		return this.#layer.extentsIn(thing, range, most);
	}

	get bytes(): number {
		return this.#layer.bytes;
	}
}
