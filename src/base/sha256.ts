/** SHA-256 (FIPS 180-4), everywhere the same and without waiting; large contents have faster ways. */
const ROUNDS = 64;
const BLOCK = 64;

/** The first 32 bits of the fractions of `root(prime)`, for the first `count` primes. */
function fractions(count: number, root: (n: number) => number): Uint32Array {
	const out = new Uint32Array(count);
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

type Eight = [number, number, number, number, number, number, number, number];

export class Sha256 {
	readonly #state = START.slice();
	readonly #words = new Uint32Array(ROUNDS);
	readonly #block = new Uint8Array(BLOCK);
	#size = 0;

	update(bytes: Uint8Array): void {
		let at = 0;
		while (at < bytes.length) {
			const filled = this.#size % BLOCK;
			const part = bytes.subarray(at, at + BLOCK - filled);
			this.#block.set(part, filled);
			this.#size += part.length;
			at += part.length;
			if (this.#size % BLOCK === 0) this.#mix();
		}
	}

	digest(): Uint8Array {
		const bits = BigInt(this.#size) * 8n;
		const zeros = (2 * BLOCK - 9 - (this.#size % BLOCK)) % BLOCK;
		const end = new Uint8Array(1 + zeros + 8);
		end[0] = 0x80;
		new DataView(end.buffer).setBigUint64(1 + zeros, bits);
		this.update(end);
		const out = new DataView(new ArrayBuffer(32));
		for (const [i, word] of this.#state.entries()) out.setUint32(4 * i, word);
		return new Uint8Array(out.buffer);
	}

	#stretch(): Uint32Array {
		const w = this.#words;
		const view = new DataView(this.#block.buffer);
		for (let i = 0; i < 16; i++) w[i] = view.getUint32(4 * i);
		for (let i = 16; i < ROUNDS; i++) {
			const a = w[i - 15] as number;
			const b = w[i - 2] as number;
			const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
			const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
			w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
		}
		return w;
	}

	#mix(): void {
		const w = this.#stretch();
		const state = this.#state;
		let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
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
		for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) {
			state[i] = (state[i] as number) + word;
		}
	}
}

export function sha256(bytes: Uint8Array): Uint8Array {
	const hash = new Sha256();
	hash.update(bytes);
	return hash.digest();
}
