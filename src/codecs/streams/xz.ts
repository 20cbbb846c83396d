/** The xz format (1.2): streams one after the other, of blocks of LZMA2, behind filters perhaps. */

import { crc32 } from "../../base/crc32";
import type { Failure } from "../../base/errors";
import { MOST_EXACT } from "../../base/exact";
import { sha256 } from "../../base/hashes";
import { compareBytes } from "../../base/text";
import { codecFailure } from "../codec";
import { Crc64 } from "./crc64";
import { BEHIND, Input, u32At } from "./input";
import { LzmaDecoder } from "./lzma";
import { unread } from "./unread";
import { Window } from "./window";
import { type Filter, makeFilter } from "./xz-filters";

const MAGIC = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0);
const FOOTER_MAGIC = Uint8Array.of(0x59, 0x5a);
const LZMA2 = 0x21;
/** Bytes of a dictionary, which are held in memory. */
const MOST_DICTIONARY = 2 ** 29;

const damaged = (what: string) => codecFailure("xz", what);

interface Check {
	update(bytes: Uint8Array): void;
	digest(): Uint8Array;
}

class Crc32 implements Check {
	#sum = 0;
	update(bytes: Uint8Array): void {
		this.#sum = crc32(bytes, this.#sum);
	}
	digest(): Uint8Array {
		const out = new Uint8Array(4);
		new DataView(out.buffer).setUint32(0, this.#sum, true);
		return out;
	}
}

const NONE: Check = { update() {}, digest: () => new Uint8Array() };
const CHECKS: Readonly<Record<number, () => Check>> = {
	0: () => NONE,
	1: () => new Crc32(),
	4: () => new Crc64(),
	10: () => sha256.create(),
};

/** Sizes of a block, for comparing with the index. */
interface Sizes {
	readonly unpadded: number;
	readonly size: number;
}

/** What comes out, in pieces. @throws Failure `corrupt`, or `unsupported` for a filter that is not known */
export async function* xz(
	pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
	const input = new Input(pieces, "xz");
	try {
		do yield* streamOf(input);
		while (await anotherStream(input));
	} finally {
		await input.close();
	}
}

/**
 * What comes out of one block.
 * @param check kind of check behind it, as in the header of its stream
 * @throws Failure as {@link xz}
 */
export async function* xzBlock(
	pieces: AsyncIterable<Uint8Array>,
	{ check: kind = 0 }: { readonly check?: number },
): AsyncGenerator<Uint8Array, void, void> {
	const check = CHECKS[kind];
	if (!check) throw unsupported("has a check that is not known");
	const input = new Input(pieces, "xz");
	try {
		const [first] = await input.take(1);
		if (!first) throw damaged("it is no block");
		yield* blockOf(input, first, check(), []);
	} finally {
		await input.close();
	}
}

/** Steps over the zeros between streams, which come in fours. */
async function anotherStream(input: Input): Promise<boolean> {
	for (;;) {
		if (!(await input.fill(1))) return false;
		if (input.peek(1)[0] !== 0) {
			if (await input.begins(MAGIC)) return true;
			throw damaged(BEHIND);
		}
		if (u32At(await input.take(4), 0) !== 0)
			throw damaged("there is something between its streams");
	}
}

async function* streamOf(input: Input): AsyncGenerator<Uint8Array, void, void> {
	const head = (await input.take(12)).slice();
	if (compareBytes(head.subarray(0, 6), MAGIC) !== 0) throw damaged("it is no stream");
	if (crc32(head.subarray(6, 8)) !== u32At(head, 8))
		throw damaged("the checksum of its header is wrong");
	const check = CHECKS[head[7] as number];
	if (head[6] !== 0 || !check) throw unsupported("has a check that is not known");
	const sizes: Sizes[] = [];
	for (;;) {
		const [first] = await input.take(1);
		if (!first) break;
		yield* blockOf(input, first, check(), sizes);
	}
	const indexSize = await readIndex(input, sizes);
	const foot = await input.take(12);
	if (
		crc32(foot.subarray(4, 10)) !== u32At(foot, 0) ||
		(u32At(foot, 4) + 1) * 4 !== indexSize ||
		compareBytes(foot.subarray(8, 10), head.subarray(6, 8)) !== 0 ||
		compareBytes(foot.subarray(10), FOOTER_MAGIC) !== 0
	) {
		throw damaged("the end of a stream does not fit its beginning");
	}
}

const unsupported = (what: string): Failure =>
	unread(
		"codec-xz-unsupported",
		`The xz data ${what}.`,
		"Unpack it with a newer xz (xz --decompress), and open what comes out.",
	);

/** A number in groups of seven bits, more than anything can have stays more than that; where it ends, too. */
function numberAt(bytes: Uint8Array, from: number): { value: number; end: number } {
	let value = 0;
	for (let i = 0; i < 9; i++) {
		const byte = bytes[from + i];
		if (byte === undefined) throw damaged("a number is cut off");
		value += (byte & 0x7f) * 2 ** (7 * i);
		if (byte < 0x80) return { value: Math.min(value, MOST_EXACT), end: from + i + 1 };
	}
	throw damaged("a number is too long");
}

async function* blockOf(
	input: Input,
	first: number,
	check: Check,
	sizes: Sizes[],
): AsyncGenerator<Uint8Array, void, void> {
	const headSize = (first + 1) * 4;
	const head = new Uint8Array(headSize);
	head[0] = first;
	head.set(await input.take(headSize - 1), 1);
	if (crc32(head.subarray(0, headSize - 4)) !== u32At(head, headSize - 4)) {
		throw damaged("the checksum of a block's header is wrong");
	}
	const { filters, dictionary, packedSize, size: givenSize } = blockHeader(head);
	let packed = 0;
	let size = 0;
	for await (const piece of filtered(
		lzma2(input, dictionary, (n) => (packed += n)),
		filters,
	)) {
		size += piece.length;
		check.update(piece);
		yield piece;
	}
	if ((packedSize ?? packed) !== packed || (givenSize ?? size) !== size) {
		throw damaged("a block has other sizes than its header says");
	}
	const padding = (4 - (packed % 4)) % 4;
	if ((await input.take(padding)).some((byte) => byte !== 0))
		throw damaged("its padding is not zero");
	const wanted = check.digest();
	const stored = await input.take(wanted.length);
	if (compareBytes(wanted, stored) !== 0) throw damaged("its checksum is not that of its contents");
	sizes.push({ unpadded: headSize + packed + wanted.length, size });
}

function blockHeader(head: Uint8Array) {
	const flags = head[1] as number;
	if (flags & 0x3c) throw unsupported("has options that are not known");
	let at = 2;
	const next = (): number => {
		const { value, end } = numberAt(head.subarray(0, head.length - 4), at);
		at = end;
		return value;
	};
	const packedSize = flags & 0x40 ? next() : undefined;
	const size = flags & 0x80 ? next() : undefined;
	const filters: Filter[] = [];
	let dictionary = 0;
	const count = (flags & 3) + 1;
	for (let i = 0; i < count; i++) {
		const id = next();
		const length = next();
		const properties = head.subarray(at, at + length);
		at += length;
		if (at > head.length - 4) throw damaged("a filter does not fit in the header of its block");
		if (i < count - 1) {
			const filter = makeFilter(id, properties);
			if (!filter) throw unsupported(`uses a filter that is not known (${id})`);
			filters.push(filter);
		} else if (id !== LZMA2 || length !== 1) throw unsupported(`is not LZMA2 (${id})`);
		else dictionary = dictionarySize(properties[0] as number);
	}
	return { filters, dictionary, packedSize, size };
}

function dictionarySize(bits: number): number {
	if (bits > 40) throw damaged("its dictionary is larger than anything");
	const size = bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
	if (size > MOST_DICTIONARY) throw unsupported("needs a dictionary of more than 512 MiB");
	return size;
}

/** The contents of a block, chunk by chunk. */
async function* lzma2(
	input: Input,
	dictionary: number,
	took: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
	const window = new Window(dictionary);
	const decoder = new LzmaDecoder("xz");
	let needs = 3;
	let position = 0;
	for (;;) {
		const control = (await input.take(1))[0] as number;
		took(1);
		if (control === 0) return;
		if (control === 1 || control >= 0xe0) {
			window.reset();
			position = 0;
			needs = 2;
		} else if (needs === 3) throw damaged("it does not begin with an empty dictionary");
		if (control < 0x80) {
			if (control > 2) throw damaged("a chunk is of no known kind");
			const head = await input.take(2);
			const size = (head[0] as number) * 256 + (head[1] as number) + 1;
			const bytes = (await input.take(size)).slice();
			took(2 + size);
			window.room(size);
			window.append(bytes);
			position += size;
			yield bytes;
			continue;
		}
		const resets = (control >> 5) & 3;
		const head = (await input.take(resets >= 2 ? 5 : 4)).slice();
		const size = (control & 0x1f) * 65536 + (head[0] as number) * 256 + (head[1] as number) + 1;
		const packedSize = (head[2] as number) * 256 + (head[3] as number) + 1;
		if (resets >= 2) decoder.setProperties(head[4] as number);
		if (resets >= 1) decoder.reset();
		if (needs > 0 && resets < needs) throw damaged("a chunk goes on from nothing");
		needs = 0;
		const packed = await input.take(packedSize);
		took(head.length + packedSize);
		window.room(size);
		const start = window.at;
		if (packed[0] !== 0) throw damaged("a chunk does not begin with zero");
		decoder.begin(packed);
		if (decoder.decode(window, size, position) > 0) {
			throw damaged("a match goes on behind its chunk");
		}
		if (decoder.isMarked) throw damaged("a chunk ends early");
		decoder.finish();
		position += size;
		yield window.since(start);
	}
}

async function* filtered(
	pieces: AsyncIterable<Uint8Array>,
	filters: readonly Filter[],
): AsyncGenerator<Uint8Array, void, void> {
	// The last filter was applied last, and is undone first.
	const undo = filters.toReversed();
	for await (const piece of pieces) {
		const out = undo.reduce((bytes, filter) => filter.next(bytes), piece);
		if (out.length > 0) yield out;
	}
	let rest = new Uint8Array();
	for (const filter of undo) rest = filter.end(rest);
	if (rest.length > 0) yield rest;
}

/** Compares the index with the blocks that were met; returns its bytes. */
async function readIndex(input: Input, sizes: readonly Sizes[]): Promise<number> {
	const bytes: number[] = [0];
	const next = async (): Promise<number> => {
		const from = bytes.length;
		for (;;) {
			const byte = (await input.take(1))[0] as number;
			bytes.push(byte);
			if (byte < 0x80 || bytes.length - from >= 9) break;
		}
		return numberAt(Uint8Array.from(bytes.slice(from)), 0).value;
	};
	if ((await next()) !== sizes.length) throw damaged("its index has another number of blocks");
	for (const { unpadded, size } of sizes) {
		if ((await next()) !== unpadded || (await next()) !== size) {
			throw damaged("its index does not fit its blocks");
		}
	}
	while (bytes.length % 4) bytes.push((await input.take(1))[0] as number);
	const sum = await input.take(4);
	if (crc32(Uint8Array.from(bytes)) !== u32At(sum, 0))
		throw damaged("the checksum of its index is wrong");
	return bytes.length + 4;
}
