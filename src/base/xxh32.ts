/** XXH32: the hash of the filter of attribute names, and of frames of LZ4. */
const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

const round = (acc: number, lane: number): number =>
	Math.imul(rotate((acc + Math.imul(lane, P2)) | 0, 13), P1);

/** XXH32 of bytes that come in pieces. */
export class Xxh32 {
	readonly #seed: number;
	readonly #lanes: Int32Array;
	readonly #stripe = new Uint8Array(16);
	readonly #view = new DataView(this.#stripe.buffer);
	#size = 0;

	constructor(seed: number) {
		this.#seed = seed;
		this.#lanes = Int32Array.of(seed + P1 + P2, seed + P2, seed, seed - P1);
	}

	update(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const filled = this.#size % 16;
			const part = bytes.subarray(at, at + 16 - filled);
			this.#stripe.set(part, filled);
			this.#size += part.length;
			at += part.length;
			if (this.#size % 16 === 0) this.#mix();
		}
	}

	#mix(): void {
		for (let i = 0; i < 4; i++) {
			this.#lanes[i] = round(this.#lanes[i] as number, this.#view.getUint32(4 * i, true));
		}
	}

	digest(): number {
		const [a, b, c, d] = this.#lanes as unknown as [number, number, number, number];
		let hash =
			this.#size < 16
				? (this.#seed + P5) | 0
				: (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
		hash = (hash + this.#size) | 0;
		const left = this.#size % 16;
		let at = 0;
		for (; at + 4 <= left; at += 4) {
			hash = Math.imul(rotate((hash + Math.imul(this.#view.getUint32(at, true), P3)) | 0, 17), P4);
		}
		for (; at < left; at++) {
			hash = Math.imul(rotate((hash + Math.imul(this.#view.getUint8(at), P5)) | 0, 11), P1);
		}
		hash = Math.imul(hash ^ (hash >>> 15), P2);
		hash = Math.imul(hash ^ (hash >>> 13), P3);
		return (hash ^ (hash >>> 16)) >>> 0;
	}
}

export function xxh32(bytes: Uint8Array, seed: number): number {
	const hash = new Xxh32(seed);
	hash.update(bytes);
	return hash.digest();
}
