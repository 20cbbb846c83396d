/** Streams unpacked by what Node has, and by our decoders. */
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflateRaw } from "node:zlib";
import { Failure } from "../base/errors";
import { native } from "../unpacking/inflate";
import { type Decompress, streamsWith } from "../unpacking/stream";

const nodeStream = (
	make: () => NodeJS.ReadWriteStream & { destroy(error?: Error): unknown },
): Decompress =>
	async function* (input) {
		const stream = make();
		const from = Readable.from(input, { objectMode: false });
		// An error of the way there must end the stream, too: nothing comes out any more.
		from.on("error", (error) => stream.destroy(error));
		try {
			yield* from.pipe(stream) as unknown as AsyncIterable<Uint8Array>;
		} finally {
			from.destroy();
			stream.destroy();
		}
	};

/** Of what is damaged Node gives up the last that came out: the slower decoder has it, and says what is wrong. */
const orSlower = (fast: Decompress, slow: Decompress): Decompress =>
	async function* (input, packed) {
		let done = 0;
		try {
			for await (const piece of fast(input, packed)) {
				yield piece;
				done += piece.length;
			}
		} catch (error) {
			if (error instanceof Failure) throw error;
			let at = 0;
			for await (const piece of slow(input, packed)) {
				if (at + piece.length > done) yield piece.subarray(Math.max(0, done - at));
				at += piece.length;
			}
			throw error;
		}
	};

export const unpacked = streamsWith({
	brotli: nodeStream(createBrotliDecompress),
	deflate: orSlower(nodeStream(createInflateRaw), native.deflate),
	gzip: orSlower(nodeStream(createGunzip), native.gzip),
});
