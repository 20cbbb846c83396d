/**
 * From nids to rows: heads of chains, and for each row the next of its chain.
 *
 * Neighbours have neighbouring chains, as inodes are mostly met in order. nids come from the
 * disk, so somebody may choose them to meet in one chain; but of the slots that an image of n
 * bytes has room for (n / 32) no chain gets more than its share, and so all searches together
 * stay linear in n. That is why only nids inside their container are kept here.
 */
import { ownRoom, resized, type Wide } from "./columns";

/** Slots of a page: inodes that each begin one shall not share their chains. */
export const PAGE_BITS = 7;
/** Spreads upper halves, of which nearly all nids have one of two. */
const OTHER = 0x85ebca6b;
/** Rows to a chain, on the average and at most. */
const LOAD = 2;

export class NidIndex {
	/** Row + 1; 0 ends a chain. */
	heads: Uint32Array<ArrayBuffer>;
	next: Uint32Array<ArrayBuffer>;
	/** Rows in the chains. */
	count = 0;

	constructor(rows: number, room = ownRoom) {
		let chains = 64;
		while (chains * LOAD < rows) chains *= 2;
		this.heads = room.make(Uint32Array, chains);
		this.next = room.make(Uint32Array, rows);
	}

	/** Row of a nid in `nids`, or -1. */
	find(nids: Wide, low: number, high: number): number {
		let at = this.heads[this.#chainOf(low, high)] as number;
		while (at !== 0) {
			const row = at - 1;
			if (nids.low[row] === low && nids.highAt(row) === high) return row;
			at = this.next[row] as number;
		}
		return -1;
	}

	/** Adds a row, for which there must be room. */
	add(nids: Wide, row: number): void {
		if (this.count >= this.heads.length * LOAD) this.#spread(nids, this.heads.length * 4);
		this.count++;
		this.#link(nids, row);
	}

	/** Makes room for so many rows. */
	resize(rows: number): void {
		this.next = resized(this.next, rows);
	}

	get byteLength(): number {
		return this.heads.byteLength + this.next.byteLength;
	}

	#chainOf(low: number, high: number): number {
		return (low + (low >>> PAGE_BITS) + Math.imul(high, OTHER)) & (this.heads.length - 1);
	}

	#link(nids: Wide, row: number): void {
		const chain = this.#chainOf(nids.low[row] as number, nids.highAt(row));
		this.next[row] = this.heads[chain] as number;
		this.heads[chain] = row + 1;
	}

	#spread(nids: Wide, chains: number): void {
		const old = this.heads;
		this.heads = new Uint32Array(chains);
		for (const head of old) {
			for (let at = head; at !== 0; ) {
				const row = at - 1;
				at = this.next[row] as number;
				this.#link(nids, row);
			}
		}
	}
}
