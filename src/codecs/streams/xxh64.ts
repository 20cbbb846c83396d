/** XXH64 with seed 0 of bytes that come in pieces, in halves of 32 bits: bigints are slow. */
import { finish, type Lanes, newLanes } from "../plain/zstd/xxh64";

const P1H = 0x9e3779b1;
const P1L = 0x85ebca87;
const P2H = 0xc2b2ae3d;
const P2L = 0x27d4eb4f;

/** Low half of a product of 64 bits; the high half is left in `high`. */
let high = 0;
function multiply(ah: number, al: number, bh: number, bl: number): number {
	const a0 = al & 0xffff;
	const a1 = al >>> 16;
	const b0 = bl & 0xffff;
	const b1 = bl >>> 16;
	const low = a0 * b0;
	const cross = a0 * b1;
	const middle = a1 * b0 + Math.floor(low / 65536) + (cross & 0xffff);
	const carried = a1 * b1 + Math.floor(middle / 65536) + (cross >>> 16);
	high = (carried + Math.imul(ah, bl) + Math.imul(al, bh)) | 0;
	return ((middle & 0xffff) << 16) | (low & 0xffff);
}

export class Xxh64 {
	/** Four lanes, low and high half of each. */
	readonly #lanes = new Uint32Array(new BigUint64Array(newLanes()).buffer);
	readonly #stripe = new Uint8Array(32);
	readonly #view = new DataView(this.#stripe.buffer);
	#size = 0;

	update(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const filled = this.#size % 32;
			const part = bytes.subarray(at, at + 32 - filled);
			this.#stripe.set(part, filled);
			this.#size += part.length;
			at += part.length;
			if (this.#size % 32 === 0) this.#mix();
		}
	}

	#mix(): void {
		const lanes = this.#lanes;
		for (let i = 0; i < 8; i += 2) {
			const input = multiply(
				this.#view.getUint32(4 * i + 4, true),
				this.#view.getUint32(4 * i, true),
				P2H,
				P2L,
			);
			const low = (lanes[i] as number) + (input >>> 0);
			const top = ((lanes[i + 1] as number) + high + (low > 0xffffffff ? 1 : 0)) | 0;
			// Turned by 31: the halves change places, less one bit.
			const turnedLow = (low << 31) | (top >>> 1);
			const turnedHigh = (top << 31) | ((low | 0) >>> 1);
			lanes[i] = multiply(turnedHigh, turnedLow, P1H, P1L);
			lanes[i + 1] = high;
		}
	}

	digest(): bigint {
		const lanes = [...new BigUint64Array(this.#lanes.buffer)] as Lanes;
		return finish(lanes, this.#size, this.#stripe.subarray(0, this.#size % 32));
	}
}
