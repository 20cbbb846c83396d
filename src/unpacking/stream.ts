/**
 * Packed bytes as a stream of those that come out. Decoders are our own but for gzip and deflate,
 * which each platform has its own for.
 */
import { checkCancelled, Failure } from "../base/errors";
import { sha256 } from "../base/hashes";
import type { ByteSource } from "../base/source";
import { compareBytes } from "../base/text";
import { codecFailure } from "../codecs/codec";
import { codecEntry } from "../codecs/load";
import { lz4 as blocks } from "../codecs/lz4";
import { bzip2 } from "../codecs/streams/bzip2";
import { lz4 } from "../codecs/streams/lz4";
import { lzma, zipLzma } from "../codecs/streams/lzma-file";
import { xz, xzBlock } from "../codecs/streams/xz";
import { zstd } from "../codecs/streams/zstd";
import type { Unpacker } from "../containers/unpack";
import type { Packed, StreamCodec } from "../containers/wrapper";

const PIECE = 1 << 20;

/** @param input may be gone through again */
export type Decompress = (
	input: AsyncIterable<Uint8Array>,
	packed: Packed,
) => AsyncIterable<Uint8Array>;

/** What a platform brings. */
export interface Native {
	readonly gzip: Decompress;
	readonly deflate: Decompress;
	readonly brotli: Decompress;
}

const lz4Codec = codecEntry(blocks);

async function all(input: AsyncIterable<Uint8Array>, { start, end }: Packed): Promise<Uint8Array> {
	const whole = new Uint8Array(end - start);
	let at = 0;
	for await (const piece of input) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

/** A block without a frame: only from outside is it known how much comes out. */
const lz4Block: Decompress = async function* (input, packed) {
	const out = new Uint8Array(packed.size ?? 0);
	const codec = await lz4Codec.load();
	codec.decode(await all(input, packed), out, { partial: false });
	yield out;
};

const MARKER = 12;
const ZLIB_HEAD = 2;
const ADLER = 4;

/** What the marker says is behind it; at most `size` bytes are wanted, but all are checked. */
const vmdkGrain = (deflate: Decompress): Decompress =>
	async function* (input, packed) {
		const bytes = await all(input, packed);
		const view = new DataView(bytes.buffer);
		const end = bytes.length < MARKER ? 0 : MARKER + view.getUint32(8, true);
		const start = MARKER + ZLIB_HEAD;
		if (end < start + ADLER || end > bytes.length) throw codecFailure("deflate", "it ends early");
		let sum = 1;
		let left = packed.size ?? 0;
		async function* body() {
			yield bytes.subarray(start, end - ADLER);
		}
		for await (const piece of deflate(body(), packed)) {
			sum = adler32(piece, sum);
			yield piece.subarray(0, left);
			left = Math.max(0, left - piece.length);
		}
		if (sum !== view.getUint32(end - ADLER)) throw codecFailure("deflate", "its checksum is wrong");
	};

/** The checksum of zlib, which goes on from that of the bytes before; 1 for none. */
function adler32(bytes: Uint8Array, from: number): number {
	let [a, b] = [from & 0xffff, from >>> 16];
	for (const byte of bytes) {
		a = (a + byte) % 65521;
		b = (b + a) % 65521;
	}
	return ((b << 16) | a) >>> 0;
}

/** Unpacks by the decoders of a platform and by ours. */
export function streamsWith(native: Native): Unpacker["stream"] {
	const decoders: Readonly<Record<StreamCodec, Decompress>> = {
		...native,
		...{ zstd, xz, "xz-block": xzBlock, bzip2, lz4, "lz4-block": lz4Block },
		...{ lzma, "zip-lzma": zipLzma },
		"vmdk-grain": vmdkGrain(native.deflate),
	};
	return (packed, from, signal) => unpacked(decoders[packed.codec], packed, from, signal);
}

/**
 * What comes out of `packed`, in pieces.
 * @throws Failure `corrupt` when the stream is damaged or ends early, `unsupported` or `limit`
 */
async function* unpacked(
	decompress: Decompress,
	packed: Packed,
	from: ByteSource,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
	try {
		const input = { [Symbol.asyncIterator]: () => stored(packed, from, signal) };
		yield* decompress(packed.sha256 ? sound(input, packed) : input, packed);
	} catch (error) {
		if (error instanceof Failure) throw error;
		throw new Failure(
			{
				kind: "corrupt",
				code: "unpack-stream",
				message: `${packed.codec} data is damaged: ${error instanceof Error ? error.message : error}.`,
			},
			{ cause: error },
		);
	}
}

/** All at once, when they are what the wrapper says. @throws Failure otherwise */
async function* sound(input: AsyncIterable<Uint8Array>, packed: Packed) {
	const bytes = await all(input, packed);
	if (compareBytes(sha256(bytes), packed.sha256 ?? bytes) !== 0) {
		throw codecFailure(packed.codec, "it has not the SHA-256 that the wrapper tells of it");
	}
	yield bytes;
}

async function* stored({ start, end }: Packed, from: ByteSource, signal?: AbortSignal) {
	for (let at = start; at < end; at += PIECE) {
		checkCancelled(signal);
		yield await from.read(at, Math.min(end, at + PIECE), signal);
	}
}
