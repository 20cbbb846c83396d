/** Frames of LZ4 (format 1.6), also legacy ones, one after the other, with skippable ones between them. */
import { Xxh32, xxh32 } from "../../base/xxh32";
import { codecFailure } from "../codec";
import { BEHIND, Input, sizeAt, u32At } from "./input";
import { needsDictionary } from "./unread";
import { Window } from "./window";

const MAGIC = 0x184d2204;
const LEGACY_MAGIC = 0x184c2102;
const SKIPPABLE_MAGIC = 0x184d2a5;
/** Bytes that a block of a legacy frame unpacks to; its last may be shorter. */
const LEGACY_BLOCK = 8 << 20;
const WINDOW = 65536;
const MIN_MATCH = 4;

const CUT = "it ends early";

const damaged = (what: string) => codecFailure("LZ4", what);

/** What comes out, a block at a time. @throws Failure `corrupt` */
export async function* lz4(
	pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
	const input = new Input(pieces, "LZ4");
	try {
		for (let isFirst = true; await input.fill(1); isFirst = false) {
			if (!isFirst && !(await input.fill(4))) throw damaged(BEHIND);
			const magic = u32At(await input.take(4), 0);
			if (magic >>> 4 === SKIPPABLE_MAGIC) {
				for (let left = u32At(await input.take(4), 0); left > 0; ) {
					const some = Math.min(left, WINDOW);
					await input.take(some);
					left -= some;
				}
			} else if (magic === MAGIC) yield* frameOf(input);
			else if (magic === LEGACY_MAGIC) yield* legacyOf(input);
			else throw damaged(isFirst ? "it is no frame" : BEHIND);
		}
	} finally {
		await input.close();
	}
}

async function* frameOf(input: Input): AsyncGenerator<Uint8Array, void, void> {
	const flags = (await input.take(1))[0] as number;
	const sizes = (await input.take(1))[0] as number;
	const hasSize = (flags & 8) !== 0;
	const rest = (await input.take((hasSize ? 8 : 0) + (flags & 1 ? 4 : 0) + 1)).slice();
	const descriptor = Uint8Array.of(flags, sizes, ...rest.subarray(0, -1));
	if (((xxh32(descriptor, 0) >>> 8) & 0xff) !== rest.at(-1)) {
		throw damaged("the checksum of its header is wrong");
	}
	const most = [0, 0, 0, 0, 65536, 262144, 1048576, 4194304][(sizes >> 4) & 7] as number;
	if (flags >> 6 !== 1 || most === 0) throw damaged("its version or block size is not known");
	if (flags & 1) {
		throw needsDictionary("LZ4", u32At(rest, rest.length - 5) >>> 0, "lz4 -d -D DICTIONARY");
	}
	const wanted = hasSize ? sizeAt(rest, 0) : undefined;
	const window = new Window(WINDOW);
	const hash = new Xxh32(0);
	let size = 0;
	for (;;) {
		const word = u32At(await input.take(4), 0);
		if (word === 0) break;
		const length = word & 0x7fffffff;
		if (length > most) throw damaged("a block is too large");
		const bytes = (await input.upTo(length)).slice();
		const isCut = bytes.length < length;
		if (!isCut && flags & 0x10 && xxh32(bytes, 0) !== u32At(await input.take(4), 0)) {
			throw damaged("the checksum of a block is wrong");
		}
		if (flags & 0x20) window.reset();
		window.room(most);
		const start = window.at;
		let wrong: string | undefined;
		if (word & 0x80000000) window.append(bytes);
		else wrong = decodeBlock(bytes, window, most);
		const piece = window.since(start);
		size += piece.length;
		if (flags & 4) hash.update(piece);
		yield piece;
		if (isCut) throw damaged(CUT);
		if (wrong) throw damaged(wrong);
	}
	if (size !== (wanted ?? size)) throw damaged("it has another size than it says");
	if (flags & 4 && hash.digest() !== u32At(await input.take(4), 0)) {
		throw damaged("its checksum is not that of its contents");
	}
}

/** Blocks with their sizes in front, up to the end or the next frame: those of Linux kernels. It has no checksum. */
async function* legacyOf(input: Input): AsyncGenerator<Uint8Array, void, void> {
	while (await input.fill(1)) {
		if (!(await input.fill(4))) throw damaged(CUT);
		const length = u32At(input.peek(4), 0);
		if (isMagic(length)) return;
		input.skip(4);
		if (length > LEGACY_BLOCK + LEGACY_BLOCK / 255 + 16) throw damaged("a block is too large");
		const bytes = (await input.upTo(length)).slice();
		const window = new Window(WINDOW);
		window.room(LEGACY_BLOCK);
		const wrong = decodeBlock(bytes, window, LEGACY_BLOCK);
		yield window.since(0);
		if (bytes.length < length) throw damaged(CUT);
		if (wrong) throw damaged(wrong);
	}
}

const isMagic = (word: number): boolean =>
	word === MAGIC || word === LEGACY_MAGIC || word >>> 4 === SKIPPABLE_MAGIC;

/** Adds what the block unpacks to, as far as it goes. @returns what is wrong with it */
function decodeBlock(bytes: Uint8Array, window: Window, most: number): string | undefined {
	const TOO_LARGE = "a block is too large";
	let at = 0;
	let left = most;
	/** NaN where the block ends in it. */
	const length = (nibble: number): number => {
		let sum = nibble;
		if (nibble < 15) return sum;
		for (let more = 255; more === 255; sum += more) more = bytes[at++] ?? Number.NaN;
		return sum;
	};
	while (at < bytes.length) {
		const token = bytes[at++] as number;
		const literals = length(token >> 4);
		if (Number.isNaN(literals)) return CUT;
		left -= literals;
		if (left < 0) return TOO_LARGE;
		window.append(bytes.subarray(at, at + literals));
		at += literals;
		if (at > bytes.length) return CUT;
		// The last sequence has only literals.
		if (at === bytes.length) return undefined;
		if (at + 2 > bytes.length) return CUT;
		const distance = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
		at += 2;
		const match = length(token & 15) + MIN_MATCH;
		if (Number.isNaN(match)) return CUT;
		left -= match;
		if (left < 0) return TOO_LARGE;
		if (!window.appendMatch(distance, match)) return "a match starts before its first byte";
	}
	return CUT;
}
