/** The beginning and the end of XXH64 with seed 0, in arithmetic of 64 bits; between them is streams/xxh64.ts. */
const PRIME1 = 0x9e3779b185ebca87n;
const PRIME2 = 0xc2b2ae3d27d4eb4fn;
const PRIME3 = 0x165667b19e3779f9n;
const PRIME4 = 0x85ebca77c2b2ae63n;
const PRIME5 = 0x27d4eb2f165667c5n;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotl = (x: bigint, bits: bigint): bigint => u64(x << bits) | (x >> (64n - bits));
const mix = (lane: bigint, input: bigint): bigint =>
	u64(rotl(u64(lane + input * PRIME2), 31n) * PRIME1);
const merge = (hash: bigint, lane: bigint): bigint => u64((hash ^ mix(0n, lane)) * PRIME1 + PRIME4);

export type Lanes = [bigint, bigint, bigint, bigint];

export const newLanes = (): Lanes => [u64(PRIME1 + PRIME2), PRIME2, 0n, u64(-PRIME1)];

/**
 * The hash of `size` bytes, of which all but the last went into the lanes.
 * @param rest fewer than 32
 */
export function finish([a, b, c, d]: Lanes, size: number, rest: Uint8Array): bigint {
	const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
	let at = 0;
	let hash = PRIME5;
	if (size >= 32) {
		hash = u64(rotl(a, 1n) + rotl(b, 7n) + rotl(c, 12n) + rotl(d, 18n));
		hash = merge(merge(merge(merge(hash, a), b), c), d);
	}
	hash = u64(hash + BigInt(size));

	for (; at + 8 <= rest.length; at += 8) {
		hash = u64(rotl(hash ^ mix(0n, view.getBigUint64(at, true)), 27n) * PRIME1 + PRIME4);
	}
	if (at + 4 <= rest.length) {
		const word = BigInt(view.getUint32(at, true));
		hash = u64(rotl(hash ^ u64(word * PRIME1), 23n) * PRIME2 + PRIME3);
		at += 4;
	}
	for (; at < rest.length; at++) {
		hash = u64(rotl(hash ^ u64(BigInt(view.getUint8(at)) * PRIME5), 11n) * PRIME1);
	}

	hash = u64((hash ^ (hash >> 33n)) * PRIME2);
	hash = u64((hash ^ (hash >> 29n)) * PRIME3);
	return hash ^ (hash >> 32n);
}
