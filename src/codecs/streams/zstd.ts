/** Zstandard frames one after the other (RFC 8878), with skippable ones between them. */
import { Failure } from "../../base/errors";
import { MOST_EXACT } from "../../base/exact";
import { damaged } from "../plain/zstd/damaged";
import type { HuffmanCode } from "../plain/zstd/huffman";
import { readLiterals } from "../plain/zstd/literals";
import type { Sink } from "../plain/zstd/output";
import { newSequenceState, readSequences } from "../plain/zstd/sequences";
import { BEHIND, Input, u32At } from "./input";
import { needsDictionary } from "./unread";
import { Window } from "./window";
import { Xxh64 } from "./xxh64";

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a5;
const MAX_BLOCK = 128 * 1024;
/** Bytes of a window, which is held in memory. */
const MOST_WINDOW = 2 ** 29;

/** What comes out, a block at a time. @throws Failure `corrupt`, or `limit` for a huge window */
export async function* zstd(
	pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
	const input = new Input(pieces, "Zstandard");
	try {
		for (let isFirst = true; await input.fill(1); isFirst = false) {
			if (!isFirst && !(await input.fill(4))) throw damaged(BEHIND);
			const magic = u32At(await input.take(4), 0);
			if (magic >>> 4 === SKIPPABLE_MAGIC) await skip(input, u32At(await input.take(4), 0));
			else if (magic === MAGIC) yield* frameOf(input);
			else throw damaged(isFirst ? "it is no frame" : BEHIND);
		}
	} finally {
		await input.close();
	}
}

async function skip(input: Input, size: number): Promise<void> {
	for (let left = size; left > 0; ) {
		const some = Math.min(left, MAX_BLOCK);
		await input.take(some);
		left -= some;
	}
}

interface Header {
	readonly window: number;
	readonly size: number | undefined;
	readonly hasChecksum: boolean;
}

async function readHeader(input: Input): Promise<Header> {
	const number = async (size: number) =>
		Math.min(
			(await input.take(size)).reduceRight((sum, byte) => sum * 256 + byte, 0),
			MOST_EXACT,
		);
	const flags = await number(1);
	if (flags & 8) throw damaged("its header has a reserved bit set");
	const single = (flags & 0x20) !== 0;
	const coded = single ? 0 : await number(1);
	const dictionary = await number([0, 1, 2, 4][flags & 3] ?? 0);
	if (dictionary !== 0) throw needsDictionary("Zstandard", dictionary, "zstd -d -D DICTIONARY");
	const sizeFlag = flags >> 6;
	const sizeBytes = sizeFlag > 0 ? 2 ** sizeFlag : single ? 1 : 0;
	const size = (await number(sizeBytes)) + (sizeBytes === 2 ? 256 : 0);
	const window = single ? size : 2 ** (10 + (coded >> 3)) * (1 + (coded & 7) / 8);
	if (window > MOST_WINDOW) {
		throw new Failure({
			kind: "limit",
			code: "codec-zstd-window",
			message: "The Zstandard data needs a window of more than 512 MiB.",
			hint: "Unpack it (zstd -d --long=31), and open what comes out.",
		});
	}
	return { window, size: sizeBytes === 0 ? undefined : size, hasChecksum: (flags & 4) !== 0 };
}

/** A block, bounded: what it writes beyond its largest size is damage. */
class Block implements Sink {
	readonly isEnough = false;
	readonly #window: Window;
	#left: number;

	constructor(window: Window, most: number) {
		this.#window = window;
		this.#left = most;
	}

	#grow(size: number): void {
		this.#left -= size;
		if (this.#left < 0) throw damaged("a block is too large");
	}

	append(bytes: Uint8Array): void {
		this.#grow(bytes.length);
		this.#window.append(bytes);
	}

	appendMatch(distance: number, length: number): void {
		this.#grow(length);
		if (!this.#window.appendMatch(distance, length)) {
			throw damaged("a match starts before its first byte");
		}
	}
}

async function* frameOf(input: Input): AsyncGenerator<Uint8Array, void, void> {
	const { window: windowSize, size: wanted, hasChecksum } = await readHeader(input);
	const window = new Window(windowSize);
	const state = newSequenceState();
	const hash = new Xxh64();
	const maxBlock = Math.min(windowSize, MAX_BLOCK);
	let code: HuffmanCode | undefined;
	let size = 0;
	for (let last = false; !last; ) {
		const head = await input.take(3);
		const word = (head[0] as number) + (head[1] as number) * 256 + (head[2] as number) * 65536;
		last = (word & 1) === 1;
		const type = (word >> 1) & 3;
		const length = word >> 3;
		if (length > maxBlock) throw damaged("a block is too large");
		window.room(maxBlock);
		const start = window.at;
		const block = new Block(window, maxBlock);
		if (type === 0) block.append(await input.take(length));
		else if (type === 1)
			block.append(new Uint8Array(length).fill((await input.take(1))[0] as number));
		else if (type === 2) {
			const bytes = await input.take(length);
			const literals = readLiterals(bytes, maxBlock, code);
			code = literals.code;
			readSequences(bytes.subarray(literals.size), literals.bytes, state, block);
		} else throw damaged("a block has the reserved type");
		const piece = window.since(start);
		size += piece.length;
		if (size > (wanted ?? size)) throw damaged("it is longer than it says");
		if (hasChecksum) hash.update(piece);
		if (piece.length > 0) yield piece;
	}
	if (size !== (wanted ?? size)) throw damaged("it ends early");
	if (!hasChecksum) return;
	const stored = u32At(await input.take(4), 0);
	if (BigInt(stored) !== BigInt.asUintN(32, hash.digest())) {
		throw damaged("its checksum is not that of its contents");
	}
}
