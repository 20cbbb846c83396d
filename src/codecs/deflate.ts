import type { CodecSource } from "./load";

export const deflate: CodecSource = {
	id: 2,
	key: "deflate",
	label: "DEFLATE",
	doc: "The method of zip and gzip: copies of earlier bytes, written in variable-length codes.",
	wasm: () => import("./generated/inflate"),
	check: () => import("./generated/inflate"),
	plain: () => import("./plain/deflate"),
};
