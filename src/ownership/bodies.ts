/** Inodes with all that lies behind them: attributes, maps, inline tails. */
import { layInode } from "../erofs/layout/inode";
import type { Visitor } from "../schema/visit";
import type { Inhabitants } from "./inhabitants";
import { INODE } from "./kinds";
import { OwnedLayer } from "./layer";
import { Order } from "./order";

export class BodyLayer extends OwnedLayer {
	readonly order: Order;
	readonly #inhabitants: Inhabitants;

	/** @param rows of the inodes of one home, as they lie there; the array is kept */
	constructor(inhabitants: Inhabitants, rows: Uint32Array) {
		super();
		this.#inhabitants = inhabitants;
		this.order = new Order(this, rows);
	}

	startOf(row: number): number {
		return this.#inhabitants.start(row);
	}

	endOf(row: number): number {
		return this.#inhabitants.end(row);
	}

	zerosBehind(row: number): number {
		return this.#inhabitants.zerosBehind(row);
	}

	kindOf(): number {
		return INODE;
	}

	ownerOf(row: number): number {
		return row;
	}

	lay(row: number, v: Visitor): void {
		layInode(this.#inhabitants.body(row), v);
	}

	get bytes(): number {
		return this.order.bytes;
	}
}
