/**
 * Chooses how a codec runs: WebAssembly, or plain TypeScript where WebAssembly is
 * forbidden (a content security policy, a hardened browser) or has no SIMD. Both are
 * lazy chunks; only the one that is used is loaded.
 */
import type { Codec, CodecEntry } from "./codec";
import { instantiate, WasmCodec } from "./wasm";

export interface CodecSource extends Omit<CodecEntry, "load" | "loaded"> {
	/** The module made by scripts/build-codecs.mjs. */
	wasm(): Promise<{ readonly wasm: string }>;
	/** The same decoder in plain TypeScript: slower, equally strict. */
	plain(): Promise<{ readonly plain: Codec }>;
}

export async function loadCodec(source: CodecSource): Promise<Codec> {
	const { wasm } = await source.wasm();
	try {
		return new WasmCodec(source.label, await instantiate(wasm));
	} catch {
		return (await source.plain()).plain;
	}
}

/** A registry line whose decoder is loaded once; a failed load is tried again next time. */
export function codecEntry(source: CodecSource): CodecEntry {
	const { id, key, label, doc } = source;
	let loading: Promise<Codec> | undefined;
	let loaded: Codec | undefined;
	const load = () => {
		loading ??= loadCodec(source).then(
			(codec) => {
				loaded = codec;
				return codec;
			},
			(error: unknown) => {
				loading = undefined;
				throw error;
			},
		);
		return loading;
	};
	return {
		...{ id, key, label, doc, load },
		get loaded() {
			return loaded;
		},
	};
}
