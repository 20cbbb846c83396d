/**
 * Filters of xz that make programs smaller: addresses in jumps, which are relative, were made
 * absolute, and become relative again here. They need some bytes at once, so the end of a piece
 * waits for the next.
 */
export interface Filter {
	/** What is done of all that came so far and was not given yet. */
	next(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
	/** What is left, after a last piece. */
	end(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** Mends `bytes`, the first of which is number `from` of all; returns how many are done. */
type Mend = (bytes: Uint8Array, from: number) => number;

class Jumps implements Filter {
	readonly #mend: Mend;
	#rest = new Uint8Array();
	#from: number;

	constructor(mend: Mend, start: number) {
		this.#mend = mend;
		this.#from = start;
	}

	next(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
		const all = new Uint8Array(this.#rest.length + bytes.length);
		all.set(this.#rest);
		all.set(bytes, this.#rest.length);
		const done = this.#mend(all, this.#from);
		this.#from += done;
		this.#rest = all.slice(done);
		return all.slice(0, done);
	}

	end(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
		const done = this.next(bytes);
		const out = new Uint8Array(done.length + this.#rest.length);
		out.set(done);
		out.set(this.#rest, done.length);
		return out;
	}
}

class Delta implements Filter {
	readonly #history: Uint8Array;
	#at = 0;

	constructor(distance: number) {
		this.#history = new Uint8Array(distance);
	}

	next(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
		const history = this.#history;
		return Uint8Array.from(bytes, (byte) => {
			const sum = (byte + (history[this.#at] as number)) & 0xff;
			history[this.#at] = sum;
			this.#at = (this.#at + 1) % history.length;
			return sum;
		});
	}

	end(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
		return this.next(bytes);
	}
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

const arm: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 4 <= bytes.length; i += 4) {
		if (bytes[i + 3] !== 0xeb) continue;
		const word = view(bytes).getUint32(i, true) & 0xffffff;
		const to = ((word << 2) - (from + i + 8)) >>> 2;
		view(bytes).setUint32(i, (0xeb000000 | (to & 0xffffff)) >>> 0, true);
	}
	return i;
};

const armThumb: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 4 <= bytes.length; i += 2) {
		const [a, b, c, d] = bytes.subarray(i, i + 4) as unknown as [number, number, number, number];
		if ((b & 0xf8) !== 0xf0 || (d & 0xf8) !== 0xf8) continue;
		const half = ((b & 7) << 19) | (a << 11) | ((d & 7) << 8) | c;
		const to = ((half << 1) - (from + i + 4)) >>> 1;
		bytes[i + 1] = 0xf0 | ((to >>> 19) & 7);
		bytes[i] = to >>> 11;
		bytes[i + 3] = 0xf8 | ((to >>> 8) & 7);
		bytes[i + 2] = to;
		i += 2;
	}
	return i;
};

const arm64: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 4 <= bytes.length; i += 4) {
		const word = view(bytes).getUint32(i, true);
		const at = (from + i) >>> 0;
		if (word >>> 26 === 0x25) {
			view(bytes).setUint32(i, (0x94000000 | ((word - (at >>> 2)) & 0x03ffffff)) >>> 0, true);
		} else if ((word & 0x9f000000) >>> 0 === 0x90000000) {
			const page = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
			// Only addresses of 20 bits were changed.
			if ((page + 0x020000) & 0x1c0000) continue;
			const to = page - (at >>> 12);
			const sign = (0 - (to & 0x020000)) & 0xe00000;
			const kept = word & 0x9000001f;
			view(bytes).setUint32(
				i,
				(kept | ((to & 3) << 29) | ((to & 0x03fffc) << 3) | sign) >>> 0,
				true,
			);
		}
	}
	return i;
};

/** Which masks of earlier opcode bytes let a byte be taken for an address. */
function x86(): Mend {
	const ALLOWED = [true, true, true, false, true, false, false, false];
	const BITS = [0, 1, 2, 2, 3, 3, 3, 3];
	const isEdge = (byte: number) => byte === 0 || byte === 0xff;
	let mask = 0;
	let last = -5;
	return (bytes, from) => {
		if (bytes.length < 5) return 0;
		const limit = bytes.length - 5;
		let i = 0;
		while (i <= limit) {
			if (((bytes[i] as number) & 0xfe) !== 0xe8) {
				i++;
				continue;
			}
			const distance = from + i - last;
			last = from + i;
			if (distance > 5) mask = 0;
			else for (let k = 0; k < distance; k++) mask = (mask & 0x77) << 1;
			const top = bytes[i + 4] as number;
			if (isEdge(top) && ALLOWED[(mask >> 1) & 7] && mask >> 1 < 0x10) {
				let word = view(bytes).getUint32(i + 1, true);
				let to: number;
				for (;;) {
					to = (word - (from + i + 5)) >>> 0;
					if (mask === 0) break;
					const shift = (BITS[mask >> 1] as number) * 8;
					if (!isEdge((to >>> (24 - shift)) & 0xff)) break;
					word = (to ^ ((1 << (32 - shift)) - 1)) >>> 0;
				}
				view(bytes).setUint32(i + 1, (to & 0x01ffffff) | (to & 0x01000000 ? 0xff000000 : 0), true);
				bytes[i + 4] = to & 0x01000000 ? 0xff : 0;
				i += 5;
				mask = 0;
			} else {
				i++;
				mask |= 1;
				if (isEdge(top)) mask |= 0x10;
			}
		}
		return i;
	};
}

const powerPc: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 4 <= bytes.length; i += 4) {
		const word = view(bytes).getUint32(i);
		if (word >>> 26 !== 0x12 || (word & 3) !== 1) continue;
		const to = (word & 0x03fffffc) - (from + i);
		view(bytes).setUint32(i, (0x48000001 | (to & 0x03fffffc)) >>> 0);
	}
	return i;
};

const sparc: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 4 <= bytes.length; i += 4) {
		const word = view(bytes).getUint32(i);
		if (word >>> 22 !== 0x100 && word >>> 22 !== 0x1ff) continue;
		const to = ((word << 2) - (from + i)) >>> 2;
		const sign = (0 - ((to >>> 22) & 1)) << 22;
		view(bytes).setUint32(i, ((sign & 0x3fffffff) | (to & 0x3fffff) | 0x40000000) >>> 0);
	}
	return i;
};

/** Which of the three slots of a bundle may have a branch, by the template in its lowest bits. */
const BRANCHES = [...new Array(16).fill(0), 4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0];

/** Bundles of 16 bytes: five bits of template, three instructions of 41. */
const ia64: Mend = (bytes, from) => {
	let i = 0;
	for (; i + 16 <= bytes.length; i += 16) {
		const slots = BRANCHES[(bytes[i] as number) & 31] as number;
		let bundle = slots ? view(bytes).getBigUint64(i, true) : 0n;
		if (slots) bundle |= view(bytes).getBigUint64(i + 8, true) << 64n;
		for (let slot = 0; slot < 3; slot++) {
			if (!((slots >> slot) & 1)) continue;
			const shift = BigInt(5 + 41 * slot);
			const one = (bundle >> shift) & 0x1ffffffffffn;
			if (one >> 37n !== 5n || ((one >> 9n) & 7n) !== 0n) continue;
			const stored = (((one >> 36n) & 1n) << 20n) | ((one >> 13n) & 0xfffffn);
			const to = (stored - BigInt((from + i) >>> 4)) & 0x1fffffn;
			const mended = ((to >> 20n) << 36n) | ((to & 0xfffffn) << 13n);
			bundle ^= ((one & ADDRESS) ^ mended) << shift;
		}
		if (!slots) continue;
		view(bytes).setBigUint64(i, bundle & 0xffffffffffffffffn, true);
		view(bytes).setBigUint64(i + 8, bundle >> 64n, true);
	}
	return i;
};
/** The bits of an instruction that are its address. */
const ADDRESS = 0x8fffffn << 13n;

const JAL = 0xef;
const AUIPC = 0x17;
/** Register of an AUIPC that stands for two instructions whose address was made absolute. */
const MARK = 2;

/**
 * Instructions begin at any even byte. A jump has its address in one; AUIPC has the upper bits of it,
 * and the instruction behind it the lower ones: both were written as an AUIPC of register 2 with the
 * other instruction in its upper bits, and the address behind it.
 */
const riscV: Mend = (bytes, from) => {
	const words = view(bytes);
	let i = 0;
	while (i + 8 <= bytes.length) {
		const [opcode, b1] = [bytes[i] as number, bytes[i + 1] as number];
		if (opcode === JAL && (b1 & 0x0d) === 0) {
			mendJump(bytes, i, from + i);
			i += 4;
		} else if ((opcode & 0x7f) === AUIPC) i += mendPair(words, i, from + i);
		else i += 2;
	}
	return i;
};

function mendJump(bytes: Uint8Array, i: number, from: number): void {
	const [b1, b2, b3] = bytes.subarray(i + 1, i + 4) as unknown as [number, number, number];
	const to = ((b1 & 0xf0) << 13) + (b2 << 9) + (b3 << 1) - from;
	bytes[i + 1] = (b1 & 0x0f) | ((to >> 8) & 0xf0);
	bytes[i + 2] = ((to >> 16) & 0x0f) | ((to >> 7) & 0x10) | ((to << 4) & 0xe0);
	bytes[i + 3] = ((to >> 4) & 0x7f) | ((to >> 13) & 0x80);
}

/** Returns how many bytes it has done with. */
function mendPair(words: DataView, i: number, from: number): number {
	const first = words.getUint32(i, true);
	const register = (first >>> 7) & 31;
	if (register !== 0 && register !== MARK) {
		const second = words.getUint32(i + 4, true);
		// What was no pair before, and looks like the mark of one, was exchanged with it.
		if (((first << 8) ^ (second - 3)) & 0xf8003) return 6;
		words.setUint32(i, (AUIPC | (MARK << 7) | (second << 12)) >>> 0, true);
		words.setUint32(i + 4, ((first & 0xfffff000) + (second >>> 20)) >>> 0, true);
		return 8;
	}
	const base = first >>> 27;
	if (((first - (AUIPC | (MARK << 7) | 0x3000)) << 18) >>> 0 >= (base & 0x1d)) return 4;
	const to = (words.getUint32(i + 4) - from) >>> 0;
	words.setUint32(i, (AUIPC | (base << 7) | ((to + 0x800) & 0xfffff000)) >>> 0, true);
	words.setUint32(i + 4, ((first >>> 12) | (to << 20)) >>> 0, true);
	return 8;
}

const MENDS: Readonly<Record<number, () => Mend>> = {
	4: x86,
	5: () => powerPc,
	6: () => ia64,
	7: () => arm,
	8: () => armThumb,
	9: () => sparc,
	10: () => arm64,
	11: () => riscV,
};

/** @param properties where the first byte counts from, when that is not 0; for delta, how far back */
export function makeFilter(id: number, properties: Uint8Array): Filter | undefined {
	if (id === 3) return new Delta((properties[0] ?? 0) + 1);
	const mend = MENDS[id];
	if (!mend || (properties.length !== 0 && properties.length !== 4)) return undefined;
	return new Jumps(mend(), properties.length ? view(properties).getUint32(0, true) : 0);
}
