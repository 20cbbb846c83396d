/**
 * About what LZ4 would make of some bytes, without making it: what repeats within its reach costs
 * three bytes, all else itself.
 */
const LEAST = 4;
const TOKEN = 3;
const BITS = 14;

/** @returns bytes left as a share of those given: 1 where nothing repeats */
export function estimate(bytes: Uint8Array): number {
	if (bytes.length < 2 * LEAST) return 1;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	/** Where four bytes were met last, + 1. */
	const met = new Uint32Array(1 << BITS);
	let cost = 0;
	for (let at = 0; at < bytes.length; ) {
		if (at + LEAST > bytes.length) {
			cost += bytes.length - at;
			break;
		}
		const word = view.getUint32(at, true);
		const slot = Math.imul(word, 0x9e3779b1) >>> (32 - BITS);
		const before = (met[slot] as number) - 1;
		met[slot] = at + 1;
		if (before < 0 || view.getUint32(before, true) !== word) {
			cost++;
			at++;
			continue;
		}
		let length = LEAST;
		while (at + length < bytes.length && bytes[before + length] === bytes[at + length]) length++;
		cost += TOKEN;
		at += length;
	}
	return Math.min(1, cost / bytes.length);
}
