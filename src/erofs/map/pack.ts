/**
 * Packs of a compact index (format section 12): entries of 16 or 14 bits, and in the last
 * 4 bytes a block address they share.
 *
 *   | 4-byte packs until 32-byte aligned | 2-byte packs | 4-byte packs |
 *
 * A 4-byte pack is 2 entries in 8 bytes, a 2-byte pack 16 entries in 32 bytes. Entries count
 * blocks, however large the logical clusters are.
 */
import { type Range, roundDown } from "../../base/range";
import { CBLKCNT, LCLUSTER } from "../structs/zmap";
import type { Lcluster } from "./lcluster";

export interface PackPlace {
	/** First byte of the pack. */
	readonly start: number;
	/** Bytes of the pack: 8 or 32. */
	readonly size: number;
	/** Entries in it: 2 or 16. */
	readonly entries: number;
	/** Which of them. */
	readonly index: number;
}

/** Where the entry of logical cluster `lcn` is. `total` is the number of blocks of the file. */
export function packPlace(base: number, total: number, twoByte: boolean, lcn: number): PackPlace {
	const initial = Math.min(total, ((32 - (base % 32)) / 4) & 7);
	const middle = twoByte && initial < total ? roundDown(total - initial, 16) : 0;
	let position = base;
	let k = lcn;
	let unit = 4;
	if (k >= initial) {
		position += 4 * initial;
		k -= initial;
		if (k < middle) unit = 2;
		else {
			position += 2 * middle;
			k -= middle;
		}
	}
	position += k * unit;
	const size = unit === 4 ? 8 : 32;
	const start = roundDown(position, size);
	return { start, size, entries: size === 8 ? 2 : 16, index: (position - start) / unit };
}

/** The 2 bytes with the last entry of a pack that ends at `end`: in front of the address, whatever the pack. */
export const lastEntry = (end: number): Range => ({ start: end - 6, end: end - 4 });

const MOST = 16;

/** A pack unpacked, entry by entry; filled again for the next one. */
export class Pack {
	/** Entries in it: 2 or 16. */
	entries = 0;
	/** The block address the units of the pack count from. */
	base = 0;
	readonly #type = new Uint8Array(MOST);
	/** The low 12 (or more) bits: what they mean depends on the type. */
	readonly #lo = new Uint16Array(MOST);
	/** Blocks between the base and a unit that starts at this entry. */
	readonly #distance = new Uint32Array(MOST);
	/** Clusters on to the next head. */
	readonly #forward = new Uint16Array(MOST);

	/**
	 * The pack of `size` bytes at `p`. `big`: units may be larger than a block, and then the
	 * entry behind a head records how large.
	 */
	fill(view: DataView, p: number, size: number, lclusterBits: number, big: boolean): void {
		this.entries = size === 8 ? 2 : 16;
		this.base = view.getUint32(p + size - 4, true);
		const bits = ((size - 4) * 8) / this.entries;
		const lobits = Math.max(lclusterBits, 12);
		for (let i = 0; i < this.entries; i++) {
			// An entry never spans more than 3 bytes; reading 4 stays inside the pack (base follows).
			const value = view.getUint32(p + ((i * bits) >>> 3), true) >>> ((i * bits) & 7);
			this.#type[i] = (value >>> lobits) & 3;
			this.#lo[i] = value & ((1 << lobits) - 1);
		}
		if (big) this.#countBlocks();
		else this.#countUnits();
		this.#lookForward();
	}

	/** LCLUSTER value of entry `i`. */
	typeOf(i: number): number {
		return this.#type[i] as number;
	}

	/** What stands beside the type: an offset, a distance, or a length. */
	lowOf(i: number): number {
		return this.#lo[i] as number;
	}

	/** Every unit is one block: how many start in the pack, this one included (section 12.4). */
	#countUnits(): void {
		for (let i = 0; i < this.entries; i++) {
			let before = i - 1;
			if (before >= 0 && this.#type[before] === LCLUSTER.NONHEAD) {
				before -= this.#lo[before] as number;
			}
			this.#distance[i] = before < 0 ? 1 : (this.#distance[before] as number) + 1;
		}
	}

	/** Blocks of the units that start before in the pack, as recorded behind their heads. */
	#countBlocks(): void {
		this.#distance[0] = 0;
		for (let i = 1; i < this.entries; i++) {
			const before = i - 1;
			const lo = this.#lo[before] as number;
			let from = before;
			let blocks = 1;
			if (this.#type[before] === LCLUSTER.NONHEAD) {
				const counted = (lo & CBLKCNT) !== 0;
				blocks = counted ? lo & (CBLKCNT - 1) : 0;
				// Back to the head whose count this is, or to the entry that holds the count.
				from -= counted ? 1 : Math.max(0, lo - 2);
			}
			this.#distance[i] = blocks + (from > 0 ? (this.#distance[from] as number) : 0);
		}
	}

	/** Only the last entry of a pack says how far it is to the next head, and so that it may lie in a later pack. */
	#lookForward(): void {
		const last = this.entries - 1;
		const hint = this.#lo[last] as number;
		const beyond = this.#type[last] === LCLUSTER.NONHEAD && !(hint & CBLKCNT) ? hint : 0;
		let next = last + Math.max(1, beyond);
		for (let i = last; i >= 0; i--) {
			this.#forward[i] = next - i;
			if (this.#type[i] !== LCLUSTER.NONHEAD) next = i;
		}
	}

	/** Entry `i` as a logical cluster; `start` and `end` are left as they are. */
	read(i: number, into: Lcluster): void {
		const type = this.#type[i] as number;
		const lo = this.#lo[i] as number;
		into.type = type;
		into.unitBlocks = undefined;
		into.partial = false;
		into.hole = false;
		if (type !== LCLUSTER.NONHEAD) {
			into.clusterofs = lo;
			into.block = this.base + (this.#distance[i] as number);
			into.back = 0;
			into.forward = 1;
			return;
		}
		into.clusterofs = 0;
		into.block = 0;
		into.back = this.#back(i);
		into.forward = this.#forward[i] as number;
		if (lo & CBLKCNT) into.unitBlocks = lo & (CBLKCNT - 1);
	}

	/** Clusters back to the head of the NONHEAD `i`; the last entry of a pack does not say itself. */
	#back(i: number): number {
		const lo = this.#lo[i] as number;
		if (lo & CBLKCNT) return 1;
		if (i < this.entries - 1) return lo;
		const before = this.#lo[i - 1] as number;
		if (this.#type[i - 1] !== LCLUSTER.NONHEAD) return 1;
		return before & CBLKCNT ? 2 : before + 1;
	}
}
