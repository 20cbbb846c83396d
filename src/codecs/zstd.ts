import type { CodecSource } from "./load";

export const zstd: CodecSource = {
	id: 3,
	key: "zstd",
	label: "Zstandard",
	doc: "Copies of earlier bytes in codes that waste no part of a bit: smaller than DEFLATE, and faster.",
	wasm: () => import("./generated/zstd"),
	check: () => import("./generated/zstd-check"),
	plain: () => import("./plain/zstd"),
};
