/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78), as the kernel's crc32c(): no final XOR. */
const table = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
	return c >>> 0;
});

/** @param seed state to continue from; 0xffffffff starts a new checksum. */
export function crc32c(bytes: Uint8Array, seed = 0xffffffff): number {
	let crc = seed;
	for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
	return crc >>> 0;
}
