/** Bytes with addresses of their own, and the little-endian numbers in them. */

/** The oracle reads sound images; on any other it stops with this. */
export class Unsound extends Error {
	override readonly name = "Unsound";
}

export class Space {
	/** `image`, `device:N`, `metabox`, `packed` or `file:NID`. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly #view: DataView;

	constructor(name: string, bytes: Uint8Array) {
		this.name = name;
		this.bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get size(): number {
		return this.bytes.length;
	}

	u8(at: number): number {
		return this.#view.getUint8(this.#inside(at, 1));
	}

	u16(at: number): number {
		return this.#view.getUint16(this.#inside(at, 2), true);
	}

	u32(at: number): number {
		return this.#view.getUint32(this.#inside(at, 4), true);
	}

	u64(at: number): bigint {
		return this.#view.getBigUint64(this.#inside(at, 8), true);
	}

	/** @throws Unsound when a byte of it is not there */
	slice(start: number, end: number): Uint8Array {
		return this.bytes.subarray(this.#inside(start, end - start), end);
	}

	#inside(at: number, length: number): number {
		if (at < 0 || length < 0 || at + length > this.size)
			throw new Unsound(`${this.name} has ${this.size} bytes, not ${at}+${length}`);
		return at;
	}
}

export const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit;

/** How many units it takes for `size` bytes; exact for any 64-bit size. */
export const unitsIn = (size: bigint, unit: number): number =>
	Number((size + BigInt(unit) - 1n) / BigInt(unit));
