/** CRC-32 of zip, gzip and PNG (reflected polynomial 0xedb88320), four bytes at a step. */
const tables = [0, 1, 2, 3].map(() => new Uint32Array(256));
const [t0, t1, t2, t3] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

for (let n = 0; n < 256; n++) {
	let c = n;
	for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
	t0[n] = c;
}
for (let n = 0; n < 256; n++) {
	for (let k = 1; k < 4; k++) {
		const before = (tables[k - 1] as Uint32Array)[n] as number;
		(tables[k] as Uint32Array)[n] = (before >>> 8) ^ (t0[before & 0xff] as number);
	}
}

/** @param before the checksum of the bytes in front, 0 when there are none */
export function crc32(bytes: Uint8Array, before = 0): number {
	let c = ~before;
	let i = 0;
	for (const end = bytes.length - 3; i < end; i += 4) {
		c ^=
			(bytes[i] as number) |
			((bytes[i + 1] as number) << 8) |
			((bytes[i + 2] as number) << 16) |
			((bytes[i + 3] as number) << 24);
		c =
			(t3[c & 0xff] as number) ^
			(t2[(c >>> 8) & 0xff] as number) ^
			(t1[(c >>> 16) & 0xff] as number) ^
			(t0[c >>> 24] as number);
	}
	for (; i < bytes.length; i++) c = (c >>> 8) ^ (t0[(c ^ (bytes[i] as number)) & 0xff] as number);
	return ~c >>> 0;
}
