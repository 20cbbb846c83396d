/**
 * Bits that are read backwards (RFC 8878, section 4.1): the last byte ends in a 1 bit that
 * marks where the first value begins; the last value ends at the first byte's lowest bit.
 */
import { damaged } from "./damaged";

/** More bits than one look at four bytes gives wherever they begin. */
const WIDE = 25;

export class BackwardBits {
	readonly #bytes: Uint8Array;
	/** Bits that are left. */
	#left: number;

	constructor(bytes: Uint8Array) {
		const last = bytes[bytes.length - 1] ?? 0;
		if (last === 0) throw damaged("a stream of bits has no end mark");
		this.#bytes = bytes;
		this.#left = bytes.length * 8 - 1 - (Math.clz32(last) - 24);
	}

	get left(): number {
		return this.#left;
	}

	/** The next `width` bits, 0 to 24; zeros where there are none. */
	peek(width: number): number {
		const from = this.#left - width;
		const at = Math.max(from, 0) >> 3;
		const bytes = this.#bytes;
		const four =
			(bytes[at] ?? 0) |
			((bytes[at + 1] ?? 0) << 8) |
			((bytes[at + 2] ?? 0) << 16) |
			((bytes[at + 3] ?? 0) << 24);
		const mask = 2 ** width - 1;
		return from < 0 ? (four << -from) & mask : (four >>> (from & 7)) & mask;
	}

	/** @throws Failure when there are not so many bits. */
	drop(width: number): void {
		this.#left -= width;
		if (this.#left < 0) throw damaged("a stream of bits ends early");
	}

	/** A number of up to 31 bits. @throws Failure when there are not so many. */
	take(width: number): number {
		if (width > WIDE - 1) return this.take(width - 16) * 2 ** 16 + this.take(16);
		const value = this.peek(width);
		this.drop(width);
		return value;
	}
}
