/** XXH32 of a short byte string: the hash of the attribute name filter. */
const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

const round = (acc: number, lane: number): number =>
	Math.imul(rotate((acc + Math.imul(lane, P2)) | 0, 13), P1);

function stripes(view: DataView, seed: number): { hash: number; at: number } {
	if (view.byteLength < 16) return { hash: (seed + P5) | 0, at: 0 };
	const acc = [(seed + P1 + P2) | 0, (seed + P2) | 0, seed | 0, (seed - P1) | 0];
	let at = 0;
	for (; at + 16 <= view.byteLength; at += 16) {
		for (let i = 0; i < 4; i++) acc[i] = round(acc[i] as number, view.getUint32(at + 4 * i, true));
	}
	const [a, b, c, d] = acc as [number, number, number, number];
	return { hash: (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0, at };
}

export function xxh32(bytes: Uint8Array, seed: number): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let { hash, at } = stripes(view, seed);
	hash = (hash + bytes.length) | 0;
	for (; at + 4 <= bytes.length; at += 4) {
		hash = Math.imul(rotate((hash + Math.imul(view.getUint32(at, true), P3)) | 0, 17), P4);
	}
	for (; at < bytes.length; at++) {
		hash = Math.imul(rotate((hash + Math.imul(view.getUint8(at), P5)) | 0, 11), P1);
	}
	hash = Math.imul(hash ^ (hash >>> 15), P2);
	hash = Math.imul(hash ^ (hash >>> 13), P3);
	return (hash ^ (hash >>> 16)) >>> 0;
}
