import type { CodecSource } from "./load";

export const lz4: CodecSource = {
	id: 0,
	key: "lz4",
	label: "LZ4",
	doc: "Copies earlier bytes and nothing more: the least saving, and by far the fastest to decode.",
	wasm: () => import("./generated/lz4"),
	check: () => import("./generated/lz4-check"),
	plain: () => import("./plain/lz4"),
};
