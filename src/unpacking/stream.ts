/**
 * Packed bytes as a stream of those that come out. Decoders are our own but for gzip and deflate,
 * which each platform has its own for.
 */
import { checkCancelled, Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { codecEntry } from "../codecs/load";
import { lz4 as blocks } from "../codecs/lz4";
import { bzip2 } from "../codecs/streams/bzip2";
import { lz4 } from "../codecs/streams/lz4";
import { xz, xzBlock } from "../codecs/streams/xz";
import { zstd } from "../codecs/streams/zstd";
import type { Unpacker } from "../containers/unpack";
import type { Packed, StreamCodec } from "../containers/wrapper";

const PIECE = 1 << 20;

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

/** A block without a frame: only from outside is it known how much comes out. */
async function* lz4Block(
	input: AsyncIterable<Uint8Array>,
	{ start, end, size = 0 }: Packed,
): AsyncGenerator<Uint8Array, void, void> {
	const whole = new Uint8Array(end - start);
	let at = 0;
	for await (const piece of input) {
		whole.set(piece, at);
		at += piece.length;
	}
	const out = new Uint8Array(size);
	const codec = await lz4Codec.load();
	codec.decode(whole, out, { partial: false });
	yield out;
}

/** Unpacks by the decoders of a platform and by ours. */
export function streamsWith(native: Native): Unpacker["stream"] {
	const decoders: Readonly<Record<StreamCodec, Decompress>> = {
		...native,
		...{ zstd, xz, "xz-block": xzBlock, bzip2, lz4, "lz4-block": lz4Block },
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
		yield* decompress(stored(packed, from, signal), packed);
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

async function* stored({ start, end }: Packed, from: ByteSource, signal?: AbortSignal) {
	for (let at = start; at < end; at += PIECE) {
		checkCancelled(signal);
		yield await from.read(at, Math.min(end, at + PIECE), signal);
	}
}
