/** Streams unpacked by what Node has, and by our decoders. */
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflateRaw } from "node:zlib";
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

export const unpacked = streamsWith({
	brotli: nodeStream(createBrotliDecompress),
	deflate: nodeStream(createInflateRaw),
	gzip: nodeStream(createGunzip),
});
