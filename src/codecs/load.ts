/**
 * Chooses how a codec runs: WebAssembly, or plain TypeScript where WebAssembly is
 * forbidden (a content security policy, a hardened browser) or has no SIMD. Both are
 * lazy chunks; only the one that is used is loaded.
 */
import { Failure } from "../base/errors";
import type { Checker, Codec, CodecEntry, Lazy } from "./codec";
import { instantiate, WasmChecker, WasmCodec } from "./wasm";

/** A module made by scripts/build-codecs.mjs. */
type WasmModule = Promise<{ readonly wasm: string }>;

export interface CodecSource extends Pick<CodecEntry, "id" | "key" | "label" | "doc"> {
	wasm(): WasmModule;
	/** The decoder that keeps nothing, where there is one; else the same. */
	check(): WasmModule;
	/** The same decoder in plain TypeScript: slower, equally strict. */
	plain(): Promise<{ readonly plain: Codec }>;
}

async function loadCodec(source: CodecSource): Promise<Codec> {
	const { wasm } = await source.wasm();
	try {
		return new WasmCodec(source.label, await instantiate(wasm));
	} catch {
		return (await source.plain()).plain;
	}
}

async function loadChecker(source: CodecSource): Promise<Checker> {
	const { wasm } = await source.check();
	try {
		return new WasmChecker(source.label, await instantiate(wasm));
	} catch {
		return new PlainChecker((await source.plain()).plain);
	}
}

/** Decodes, and forgets. */
export class PlainChecker implements Checker {
	readonly #codec: Codec;
	#room = new Uint8Array();
	#out = new Uint8Array();

	constructor(codec: Codec) {
		this.#codec = codec;
	}

	room(size: number, longest: number): Uint8Array {
		if (this.#room.length < size) this.#room = new Uint8Array(size);
		if (this.#out.length < longest) this.#out = new Uint8Array(longest);
		return this.#room.subarray(0, size);
	}

	accepts(start: number, end: number, length: number, partial: boolean): boolean {
		try {
			const stream = this.#room.subarray(start, end);
			this.#codec.decode(stream, this.#out.subarray(0, length), { partial });
			return true;
		} catch (error) {
			if (error instanceof Failure && error.kind === "corrupt") return false;
			throw error;
		}
	}
}

/** Loaded once; a failed load is tried again next time. */
function lazy<T>(start: () => Promise<T>): Lazy<T> {
	let loading: Promise<T> | undefined;
	let loaded: T | undefined;
	return {
		load() {
			loading ??= start().then(
				(result) => {
					loaded = result;
					return result;
				},
				(error: unknown) => {
					loading = undefined;
					throw error;
				},
			);
			return loading;
		},
		get loaded() {
			return loaded;
		},
	};
}

/** A registry line. */
export function codecEntry(source: CodecSource): CodecEntry {
	const { id, key, label, doc } = source;
	const codec = lazy(() => loadCodec(source));
	return {
		...{ id, key, label, doc, load: codec.load },
		get loaded() {
			return codec.loaded;
		},
		checker: lazy(() => loadChecker(source)),
	};
}
