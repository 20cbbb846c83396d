import type { CodecSource } from "./load";

export const lzma: CodecSource = {
	id: 1,
	key: "lzma",
	label: "MicroLZMA",
	doc: "Guesses every bit from what came before: the smallest images, and the slowest to decode.",
	wasm: () => import("./generated/lzma"),
	check: () => import("./generated/lzma"),
	plain: () => import("./plain/lzma"),
};
