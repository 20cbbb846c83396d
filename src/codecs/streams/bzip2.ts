/** bzip2: streams of blocks, each sorted, moved to the front and coded, whose bits are in no bytes. */
import { codecFailure } from "../codec";
import { BEHIND, Input } from "./input";

/** “BZh”. */
const MAGIC = [0x42, 0x5a, 0x68];
const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
/** A coded block is not larger than this, however badly it is coded: 20 bits a symbol. */
const MOST_CODED = (900_000 * 20) / 8 + 65536;
const GROUP = 50;
const MOST_BITS = 20;

const damaged = (what: string) => codecFailure("bzip2", what);

/** Checksum with the polynomial of zip, most significant bit first. */
const CRC = new Uint32Array(256).map((_, n) => {
	let c = n << 24;
	for (let bit = 0; bit < 8; bit++) c = c & 0x80000000 ? (c << 1) ^ 0x04c11db7 : c << 1;
	return c >>> 0;
});

/** Bits, most significant first, of the bytes that are here. */
class Bits {
	#bytes: Uint8Array = new Uint8Array();
	#at = 0;

	/** Goes on in `bytes`, at its bit `from`. */
	load(bytes: Uint8Array, from: number): void {
		this.#bytes = bytes;
		this.#at = from;
	}

	/** Bits read of what was loaded. */
	get at(): number {
		return this.#at;
	}

	bit(): number {
		const byte = this.#bytes[this.#at >> 3];
		if (byte === undefined) throw damaged("it ends early");
		const bit = (byte >> (7 - (this.#at & 7))) & 1;
		this.#at++;
		return bit;
	}

	/** A number of up to 48 bits. */
	take(width: number): number {
		let value = 0;
		for (let i = 0; i < width; i++) value = value * 2 + this.bit();
		return value;
	}

	/** The next 20 bits, zeros behind the end. */
	peek20(): number {
		const i = this.#at >> 3;
		const b = this.#bytes;
		const four =
			(((b[i] ?? 0) << 24) | ((b[i + 1] ?? 0) << 16) | ((b[i + 2] ?? 0) << 8) | (b[i + 3] ?? 0)) >>>
			0;
		return (four >>> (12 - (this.#at & 7))) & 0xfffff;
	}

	skip(width: number): void {
		this.#at += width;
		if (this.#at > this.#bytes.length * 8) throw damaged("it ends early");
	}
}

/** What comes out, a block at a time. @throws Failure `corrupt` */
export async function* bzip2(
	pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
	const input = new Input(pieces, "bzip2");
	try {
		do yield* streamOf(input);
		while (await anotherStream(input));
	} finally {
		await input.close();
	}
}

async function anotherStream(input: Input): Promise<boolean> {
	if (!(await input.fill(1))) return false;
	if (await input.begins(MAGIC)) return true;
	throw damaged(BEHIND);
}

async function* streamOf(input: Input): AsyncGenerator<Uint8Array, void, void> {
	const head = await input.take(4);
	const level = (head[3] as number) - 0x30;
	if (MAGIC.some((byte, i) => head[i] !== byte) || level < 1 || level > 9) {
		throw damaged("it is no stream");
	}
	const bits = new Bits();
	let offset = 0;
	let sum = 0;
	for (;;) {
		await input.fill(MOST_CODED);
		bits.load(input.peek(MOST_CODED), offset);
		const magic = bits.take(48);
		const wanted = bits.take(32);
		if (magic === END_MAGIC) {
			if (wanted !== sum) throw damaged("the checksum of a stream is wrong");
			input.skip(Math.ceil(bits.at / 8));
			return;
		}
		if (magic !== BLOCK_MAGIC) throw damaged("a block does not begin as one");
		const block = readBlock(bits, level * 100_000);
		if (crcOf(block) !== wanted) throw damaged("the checksum of a block is wrong");
		sum = (((sum << 1) | (sum >>> 31)) ^ wanted) >>> 0;
		offset = bits.at & 7;
		input.skip(bits.at >> 3);
		yield block;
	}
}

function crcOf(bytes: Uint8Array): number {
	let c = 0xffffffff;
	for (const byte of bytes) c = (c << 8) ^ (CRC[(c >>> 24) ^ byte] as number);
	return ~c >>> 0;
}

function readBlock(bits: Bits, most: number): Uint8Array {
	if (bits.bit()) throw damaged("a block is shuffled, as only the first versions did");
	const origin = bits.take(24);
	const sorted = unsorted(bits, most);
	if (origin >= sorted.length) throw damaged("a block begins behind its end");
	return unrun(turned(sorted), origin);
}

/** Symbols that are used, in order. */
function readAlphabet(bits: Bits): Uint8Array {
	const rows = bits.take(16);
	const used: number[] = [];
	for (let row = 0; row < 16; row++) {
		if (!((rows >> (15 - row)) & 1)) continue;
		const columns = bits.take(16);
		for (let i = 0; i < 16; i++) if ((columns >> (15 - i)) & 1) used.push(row * 16 + i);
	}
	if (used.length === 0) throw damaged("a block has no symbols");
	return Uint8Array.from(used);
}

interface Code {
	/** By length: the first code of the next length, left-aligned to 20 bits. */
	readonly limits: Int32Array;
	/** By length: what to add to a code to find its symbol. */
	readonly bases: Int32Array;
	readonly symbols: Uint16Array;
	readonly shortest: number;
}

function readCode(bits: Bits, count: number): Code {
	const lengths = new Uint8Array(count);
	let length = bits.take(5);
	for (let i = 0; i < count; i++) {
		for (;;) {
			if (length < 1 || length > MOST_BITS) throw damaged("a code is too long");
			if (!bits.bit()) break;
			length += bits.bit() ? -1 : 1;
		}
		lengths[i] = length;
	}
	const symbols = new Uint16Array(count);
	const limits = new Int32Array(MOST_BITS + 2);
	const bases = new Int32Array(MOST_BITS + 2);
	let code = 0;
	let n = 0;
	for (let width = 1; width <= MOST_BITS; width++) {
		bases[width] = n - code;
		for (let i = 0; i < count; i++) {
			if (lengths[i] !== width) continue;
			symbols[n++] = i;
			code++;
		}
		limits[width] = code * 2 ** (MOST_BITS - width);
		code *= 2;
	}
	return { limits, bases, symbols, shortest: Math.min(...lengths) };
}

function symbolOf(bits: Bits, { limits, bases, symbols, shortest }: Code): number {
	const next = bits.peek20();
	for (let width = shortest; width <= MOST_BITS; width++) {
		if (next >= (limits[width] as number)) continue;
		bits.skip(width);
		return symbols[(next >>> (MOST_BITS - width)) + (bases[width] as number)] as number;
	}
	throw damaged("a code stands for nothing");
}

/** The last column of the sorted block. */
function unsorted(bits: Bits, most: number): Uint8Array {
	const alphabet = readAlphabet(bits);
	const end = alphabet.length + 1;
	const tables = bits.take(3);
	const count = bits.take(15);
	if (tables < 2 || tables > 6 || count < 1) throw damaged("a block has no codes");
	const order = [...Array(tables).keys()];
	const selectors = new Uint8Array(count);
	for (let i = 0; i < count; i++) {
		let n = 0;
		while (bits.bit()) if (++n >= tables) throw damaged("a group has a code that is not there");
		const [chosen] = order.splice(n, 1) as [number];
		order.unshift(chosen);
		selectors[i] = chosen;
	}
	const codes = Array.from({ length: tables }, () => readCode(bits, alphabet.length + 2));
	const out = new Uint8Array(most);
	let size = 0;
	let run = 0;
	let weight = 1;
	for (let group = 0; ; group++) {
		const code = codes[selectors[group] as number];
		if (!code) throw damaged("a block has more groups than it says");
		for (let i = 0; i < GROUP; i++) {
			const symbol = symbolOf(bits, code);
			if (symbol < 2) {
				run += weight << symbol;
				weight *= 2;
				if (run > most) throw damaged("a block is too large");
				continue;
			}
			if (run > 0) {
				if (size + run > most) throw damaged("a block is too large");
				out.fill(alphabet[0] as number, size, size + run);
				size += run;
				run = 0;
				weight = 1;
			}
			if (symbol === end) return out.subarray(0, size);
			if (size >= most) throw damaged("a block is too large");
			const place = symbol - 1;
			const byte = alphabet[place] as number;
			alphabet.copyWithin(1, 0, place);
			alphabet[0] = byte;
			out[size++] = byte;
		}
	}
}

/** For each byte of the last column: the byte, and where the next one is. */
function turned(last: Uint8Array): Uint32Array {
	const starts = new Uint32Array(256);
	for (const byte of last) starts[byte] = (starts[byte] as number) + 1;
	let sum = 0;
	for (let i = 0; i < 256; i++) {
		const count = starts[i] as number;
		starts[i] = sum;
		sum += count;
	}
	const links = new Uint32Array(last.length);
	for (let i = 0; i < last.length; i++) {
		const byte = last[i] as number;
		const at = starts[byte] as number;
		starts[byte] = at + 1;
		links[at] = ((links[at] as number) | (i << 8)) >>> 0;
		links[i] = ((links[i] as number) | byte) >>> 0;
	}
	return links;
}

/** Follows the links; four equal bytes are followed by how many more there are. */
function unrun(links: Uint32Array, origin: number): Uint8Array {
	let out = new Uint8Array(links.length + 1024);
	let size = 0;
	let equal = 0;
	let last = -1;
	let next = (links[origin] as number) >>> 8;
	for (let i = 0; i < links.length; i++) {
		const entry = links[next] as number;
		next = entry >>> 8;
		const byte = entry & 0xff;
		const more = equal === 4 ? byte : 1;
		if (size + more > out.length) {
			const larger = new Uint8Array(out.length * 2 + 256);
			larger.set(out);
			out = larger;
		}
		if (equal === 4) {
			out.fill(last, size, size + more);
			equal = 0;
			last = -1;
		} else {
			out[size] = byte;
			equal = byte === last ? equal + 1 : 1;
			last = byte;
		}
		size += more;
	}
	return out.subarray(0, size);
}
