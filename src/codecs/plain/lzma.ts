/** MicroLZMA without WebAssembly: LZMA whose first byte says its properties. */
import { type Codec, codecFailure } from "../codec";
import { LzmaDecoder } from "../streams/lzma";
import { Window } from "../streams/window";

const LABEL = "MicroLZMA";

export const plain: Codec = {
	decode(input, out, { partial }) {
		const decoder = new LzmaDecoder(LABEL);
		decoder.setProperties((input[0] ?? 0) ^ 0xff);
		decoder.reset();
		decoder.begin(input);
		const beyond = decoder.decode(new Window(out.length, out), out.length, 0);
		if (decoder.isMarked) throw codecFailure(LABEL, "it ends early");
		if (partial) return;
		if (beyond > 0) throw codecFailure(LABEL, "it holds more bytes than expected");
		decoder.finish();
	},
};
