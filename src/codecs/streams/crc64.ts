/** CRC-64 as xz has it (reflected polynomial of ECMA-182), in halves of 32 bits. */
const LOW = new Uint32Array(256);
const HIGH = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
	let low = n;
	let high = 0;
	for (let bit = 0; bit < 8; bit++) {
		const odd = low & 1;
		low = (low >>> 1) | (high << 31);
		high >>>= 1;
		if (odd) {
			low ^= 0xd7870f42;
			high ^= 0xc96c5795;
		}
	}
	LOW[n] = low;
	HIGH[n] = high;
}

export class Crc64 {
	#low = -1;
	#high = -1;

	update(bytes: Uint8Array): void {
		let low = this.#low;
		let high = this.#high;
		for (const byte of bytes) {
			const i = (low ^ byte) & 0xff;
			low = ((low >>> 8) | (high << 24)) ^ (LOW[i] as number);
			high = (high >>> 8) ^ (HIGH[i] as number);
		}
		this.#low = low;
		this.#high = high;
	}

	/** As it is stored. */
	digest(): Uint8Array {
		const out = new Uint8Array(8);
		const view = new DataView(out.buffer);
		view.setUint32(0, ~this.#low, true);
		view.setUint32(4, ~this.#high, true);
		return out;
	}
}
