/** SHA-256 (FIPS 180-4) of small structures, at once and everywhere the same; contents have faster ways. */
const ROUNDS = 64;

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

export function sha256(bytes: Uint8Array): Uint8Array {
	const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
	const state = START.slice();
	const w = new Uint32Array(ROUNDS);
	for (let at = 0; at < padded.length; at += 64) {
		for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
		stretch(w);
		mix(state, w);
	}
	const out = new DataView(new ArrayBuffer(32));
	for (const [i, word] of state.entries()) out.setUint32(4 * i, word);
	return new Uint8Array(out.buffer);
}

function stretch(w: Uint32Array): void {
	for (let i = 16; i < ROUNDS; i++) {
		const a = w[i - 15] as number;
		const b = w[i - 2] as number;
		const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
		const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
		w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
	}
}

type Eight = [number, number, number, number, number, number, number, number];

function mix(state: Uint32Array, w: Uint32Array): void {
	let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
	for (let i = 0; i < ROUNDS; i++) {
		const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
		const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
	}
	for (const [i, word] of [a, b, c, d, e, f, g, h].entries())
		state[i] = (state[i] as number) + word;
}
