/** BLAKE3 of bytes in memory, as its specification has it: a tree of chunks of 1 KiB. */

const CHUNK = 1024;
const BLOCK = 64;
const FLAG = { CHUNK_START: 1, CHUNK_END: 2, PARENT: 4, ROOT: 8 } as const;
const IV = Uint32Array.of(
	...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a],
	...[0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
);
const ROUNDS = 7;
const PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/** For each round the places of the message words, two for each of its eight mixings. */
const SCHEDULE = schedule();

function schedule(): Uint8Array {
	const all = new Uint8Array(ROUNDS * 16);
	let row = Array.from({ length: 16 }, (_, i) => i);
	for (let round = 0; round < ROUNDS; round++) {
		all.set(row, round * 16);
		row = PERMUTATION.map((from) => row[from] as number);
	}
	return all;
}

/** 32 bytes. */
export function blake3(bytes: Uint8Array): Uint8Array {
	const out = new Uint32Array(8);
	subtree(bytes, 0, bytes.length, 0, FLAG.ROOT, out);
	const view = new DataView(new ArrayBuffer(32));
	for (const [i, word] of out.entries()) view.setUint32(i * 4, word, true);
	return new Uint8Array(view.buffer);
}

/** The value of bytes [start, end), whose first chunk is number `chunk`. */
function subtree(
	bytes: Uint8Array,
	start: number,
	end: number,
	chunk: number,
	root: number,
	out: Uint32Array,
): void {
	if (end - start <= CHUNK) {
		chunkValue(bytes, start, end, chunk, root, out);
		return;
	}
	// All but the last chunk are whole, and the left half is the largest that is a power of two.
	let left = CHUNK;
	while (left * 2 < end - start) left *= 2;
	const message = new Uint32Array(16);
	subtree(bytes, start, start + left, chunk, 0, message.subarray(0, 8));
	subtree(bytes, start + left, end, chunk + left / CHUNK, 0, message.subarray(8));
	compress(IV, message, 0, BLOCK, FLAG.PARENT | root, out);
}

function chunkValue(
	bytes: Uint8Array,
	start: number,
	end: number,
	chunk: number,
	root: number,
	out: Uint32Array,
): void {
	const message = new Uint32Array(16);
	let value: Uint32Array = IV;
	let flags: number = FLAG.CHUNK_START;
	let at = start;
	do {
		const length = Math.min(BLOCK, end - at);
		message.fill(0);
		for (let i = 0; i < length; i++) {
			message[i >> 2] = (message[i >> 2] as number) | ((bytes[at + i] as number) << ((i & 3) * 8));
		}
		at += length;
		if (at === end) flags |= FLAG.CHUNK_END | root;
		compress(value, message, chunk, length, flags, out);
		value = out;
		flags = 0;
	} while (at < end);
}

const state = new Uint32Array(16);

/** @param out eight words, which may be those of `value` */
function compress(
	value: Uint32Array,
	message: Uint32Array,
	counter: number,
	length: number,
	flags: number,
	out: Uint32Array,
): void {
	state.set(value);
	state.set(IV.subarray(0, 4), 8);
	state[12] = counter;
	state[13] = Math.floor(counter / 2 ** 32);
	state[14] = length;
	state[15] = flags;
	for (let at = 0; at < SCHEDULE.length; at += 16) {
		for (let i = 0; i < 4; i++) {
			mix(i, 4 + i, 8 + i, 12 + i, message, at + 2 * i);
		}
		for (let i = 0; i < 4; i++) {
			mix(i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3), message, at + 8 + 2 * i);
		}
	}
	for (let i = 0; i < 8; i++) out[i] = (state[i] as number) ^ (state[i + 8] as number);
}

function mix(a: number, b: number, c: number, d: number, message: Uint32Array, at: number): void {
	const x = message[SCHEDULE[at] as number] as number;
	const y = message[SCHEDULE[at + 1] as number] as number;
	let [p, q, r, s] = [state[a], state[b], state[c], state[d]] as [number, number, number, number];
	p = (p + q + x) | 0;
	s = turned(s ^ p, 16);
	r = (r + s) | 0;
	q = turned(q ^ r, 12);
	p = (p + q + y) | 0;
	s = turned(s ^ p, 8);
	r = (r + s) | 0;
	q = turned(q ^ r, 7);
	state[a] = p;
	state[b] = q;
	state[c] = r;
	state[d] = s;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
