/**
 * LZMA by itself, before xz: files with a header of 13 bytes, and members of zip archives, which have
 * another in front of the same stream. It has no checksum.
 */
import { codecFailure } from "../codec";
import { Input, sizeAt, u32At } from "./input";
import { LzmaDecoder } from "./lzma";
import { unread } from "./unread";
import { Window } from "./window";

const LABEL = "LZMA";
const HEADER = 13;
/** Where the size is: all ones where a mark ends the stream. */
const SIZE = 5;
/** In zip archives: the version of the encoder, bytes of the properties, and those. */
const ZIP_HEADER = 9;
const PROPERTIES = 5;
/** Bytes of a dictionary, which are held in memory. */
const MOST_DICTIONARY = 2 ** 29;
const LEAST_DICTIONARY = 4096;

/** Bytes that come out in a step, and those that it takes at most: no byte takes as many as 64. */
const STEP = 4096;
const AHEAD = STEP * 64;

const damaged = (what: string) => codecFailure(LABEL, what);

type Pieces = AsyncIterable<Uint8Array>;
type Unpacked = AsyncGenerator<Uint8Array, void, void>;

/** What a file of LZMA unpacks to. @throws Failure `corrupt`, or `unsupported` for a huge dictionary */
export async function* lzma(pieces: Pieces): Unpacked {
	const input = new Input(pieces, LABEL);
	try {
		const head = await input.take(HEADER);
		const isMarked = head.subarray(SIZE).every((byte) => byte === 0xff);
		yield* streamOf(input, head, isMarked ? undefined : sizeAt(head, SIZE));
	} finally {
		await input.close();
	}
}

/** What a member of a zip archive unpacks to, which is of a known size. @throws Failure as {@link lzma} */
export async function* zipLzma(pieces: Pieces, { size }: { readonly size?: number }): Unpacked {
	const input = new Input(pieces, LABEL);
	try {
		const head = await input.take(ZIP_HEADER);
		if (head[2] !== PROPERTIES || head[3] !== 0) throw damaged("it has no properties");
		yield* streamOf(input, head.subarray(ZIP_HEADER - PROPERTIES), size);
	} finally {
		await input.close();
	}
}

/** @param wanted bytes that come out; undefined where a mark in the stream ends it */
async function* streamOf(input: Input, head: Uint8Array, wanted: number | undefined): Unpacked {
	const decoder = new LzmaDecoder(LABEL);
	decoder.setProperties(head[0] as number);
	decoder.reset();
	const window = new Window(dictionarySize(u32At(head, 1), wanted));
	await input.fill(AHEAD);
	decoder.begin(await input.take(input.here));
	let done = 0;
	/** Bytes of the last match that are still to come. */
	let over = 0;
	for (;;) {
		if (decoder.left < AHEAD && (await input.fill(1))) {
			await input.fill(AHEAD);
			decoder.add(await input.take(input.here));
		}
		const step = Math.min(STEP, wanted === undefined ? STEP : wanted - done);
		if (step === 0) break;
		window.room(step);
		const start = window.at;
		const first = Math.min(over, step);
		if (first > 0) decoder.goOn(window, first);
		over -= first;
		if (over === 0) over = decoder.decode(window, step - first, done + first, true);
		const piece = window.since(start);
		done += piece.length;
		if (piece.length > 0) yield piece;
		if (decoder.isMarked) break;
	}
	if (done !== (wanted ?? done)) throw damaged("it ends early");
	if (over > 0) throw damaged("it is longer than it says");
	// A mark may end what is of a known size, too.
	if (!decoder.isMarked && !decoder.isUsedUp) {
		window.room(1);
		decoder.decode(window, 1, done, true);
		if (!decoder.isMarked) throw damaged("it is longer than it says");
	}
	decoder.finish();
}

function dictionarySize(stored: number, size = Number.POSITIVE_INFINITY): number {
	const needed = Math.max(LEAST_DICTIONARY, Math.min(stored >>> 0, size));
	if (needed <= MOST_DICTIONARY) return needed;
	throw unread(
		"codec-lzma-dictionary",
		"The LZMA data looks back over more than 512 MiB.",
		"Unpack it (xz --decompress --format=lzma), and open what comes out.",
	);
}
