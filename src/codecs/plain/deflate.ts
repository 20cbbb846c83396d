/** DEFLATE without WebAssembly: fflate behind a check of our own. */
import { Inflate } from "fflate";
import { type Codec, codecFailure } from "../codec";
import { checkDeflate } from "./deflate-check";

export const plain: Codec = {
	decode(input, out, { partial }) {
		const used = checkDeflate(input, out.length, partial);
		// The streaming form is content with input that stops in the middle of a block.
		let size = 0;
		const inflate = new Inflate((chunk) => {
			const part = chunk.subarray(0, out.length - size);
			out.set(part, size);
			size += part.length;
		});
		inflate.push(input.subarray(0, used), !partial);
		if (size !== out.length) throw codecFailure("DEFLATE", "two decoders disagree on its length");
	},
};
