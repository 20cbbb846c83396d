/** SHA-256 (FIPS 180-4), everywhere the same and without waiting; large contents have faster ways. */
const ROUNDS = 64;
const BLOCK = 64;

/** The first 32 bits of the fractions of `root(prime)`, for the first `count` primes. */
function fractions(count: number, root: (n: number) => number): Int32Array {
	const out = new Int32Array(count);
	for (let n = 2, i = 0; i < count; n++) {
		let isPrime = true;
		for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
		if (isPrime) out[i++] = (root(n) % 1) * 2 ** 32;
	}
	return out;
}

const START = fractions(8, Math.sqrt);
const K = fractions(ROUNDS, Math.cbrt);

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

export class Sha256 {
	readonly #state = START.slice();
	/** Signed, as sums of 32 bits are fastest. */
	readonly #words = new Int32Array(ROUNDS);
	/** The beginning of a block that is not whole yet. */
	readonly #block = new Uint8Array(BLOCK);
	#size = 0;

	update(bytes: Uint8Array): void {
		const filled = this.#size % BLOCK;
		this.#size += bytes.length;
		let at = 0;
		if (filled > 0) {
			at = Math.min(BLOCK - filled, bytes.length);
			this.#block.set(bytes.subarray(0, at), filled);
			if (filled + at < BLOCK) return;
			this.#mix(this.#block, 0);
		}
		for (; at + BLOCK <= bytes.length; at += BLOCK) this.#mix(bytes, at);
		this.#block.set(bytes.subarray(at));
	}

	digest(): Uint8Array {
		const bits = BigInt(this.#size) * 8n;
		const zeros = (2 * BLOCK - 9 - (this.#size % BLOCK)) % BLOCK;
		const end = new Uint8Array(1 + zeros + 8);
		end[0] = 0x80;
		new DataView(end.buffer).setBigUint64(1 + zeros, bits);
		this.update(end);
		const out = new DataView(new ArrayBuffer(32));
		for (const [i, word] of this.#state.entries()) out.setInt32(4 * i, word);
		return new Uint8Array(out.buffer);
	}

	#stretch(bytes: Uint8Array, at: number): Int32Array {
		const w = this.#words;
		let any = 0;
		for (let i = 0, p = at; i < 16; i++, p += 4) {
			const high = ((bytes[p] as number) << 24) | ((bytes[p + 1] as number) << 16);
			const word = high | ((bytes[p + 2] as number) << 8) | (bytes[p + 3] as number);
			w[i] = word;
			any |= word;
		}
		// Of zeros, as holes have them by the gigabyte, all words are zero.
		if (any === 0) return w.fill(0);
		for (let i = 16; i < ROUNDS; i++) {
			const a = w[i - 15] as number;
			const b = w[i - 2] as number;
			const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
			const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
			w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
		}
		return w;
	}

	#mix(bytes: Uint8Array, at: number): void {
		const w = this.#stretch(bytes, at);
		const state = this.#state;
		let a = state[0] as number;
		let b = state[1] as number;
		let c = state[2] as number;
		let d = state[3] as number;
		let e = state[4] as number;
		let f = state[5] as number;
		let g = state[6] as number;
		let h = state[7] as number;
		for (let i = 0; i < ROUNDS; i++) {
			const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
			const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
			const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
			const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + t1) | 0;
			d = c;
			c = b;
			b = a;
			a = (t1 + t2) | 0;
		}
		state[0] = (state[0] as number) + a;
		state[1] = (state[1] as number) + b;
		state[2] = (state[2] as number) + c;
		state[3] = (state[3] as number) + d;
		state[4] = (state[4] as number) + e;
		state[5] = (state[5] as number) + f;
		state[6] = (state[6] as number) + g;
		state[7] = (state[7] as number) + h;
	}
}

export function sha256(bytes: Uint8Array): Uint8Array {
	const hash = new Sha256();
	hash.update(bytes);
	return hash.digest();
}
