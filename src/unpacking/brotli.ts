/** Brotli where the platform has no decoder: loaded on first use. */
import { codecFailure } from "../codecs/codec";
import type { Decompress } from "./stream";

/** Bytes that come out at once. */
const PIECE = 1 << 20;

export const brotli: Decompress = async function* (input) {
	const {
		default: load,
		BrotliDecStream,
		BrotliStreamResultCode,
	} = await import("brotli-dec-wasm/web");
	await load();
	const stream = new BrotliDecStream();
	let isWhole = false;
	try {
		for await (const piece of input) {
			for (let at = 0; !isWhole; ) {
				const { buf, code, input_offset } = stream.dec(piece.subarray(at), PIECE);
				at += input_offset;
				if (buf.length > 0) yield buf;
				isWhole = code === BrotliStreamResultCode.ResultSuccess;
				if (code === BrotliStreamResultCode.NeedsMoreInput) break;
			}
		}
	} finally {
		stream.free();
	}
	if (!isWhole) throw codecFailure("brotli", "it ends early");
};
