/** What the bytes of a file or part are: an EROFS image, a wrapper, or something else that has a name. */
import { isDamage } from "../base/errors";
import { recognise as bySignature } from "../base/signatures";
import type { ByteSource } from "../base/source";
import { wrappers } from "./registry";
import { isErofs } from "./tables";
import { PROBE_HEAD, PROBE_TAIL, type Wrapper } from "./wrapper";

export const EROFS = "erofs";
/** Kind of what is nothing that is known. */
export const UNKNOWN = "unknown";

export interface Nature {
	/** `erofs`, the id of a wrapper, or the word for something else. */
	readonly kind: string;
	/** In words that continue "It is …"; absent for what is not known. */
	readonly what?: string;
	/** What to do with it, for what is not read. */
	readonly hint?: string;
	readonly wrapper?: Wrapper;
}

/** By the first bytes alone. @param head at most {@link PROBE_HEAD} */
export function natureOf(head: Uint8Array, size: number): Nature {
	if (size === 0) return { kind: "empty", what: "empty" };
	if (isErofs(head)) return { kind: EROFS, what: "an EROFS image" };
	const wrapper = wrappers.find(({ probe }) => probe?.(head, size));
	if (wrapper) return { kind: wrapper.id, what: wrapper.name, wrapper };
	return bySignature(head) ?? { kind: UNKNOWN };
}

export interface Looking {
	readonly signal?: AbortSignal | undefined;
	/** Also look at its end, which may be far away: an image may have more behind it than it says. */
	readonly tail?: boolean;
	/** Set for the file that was opened: if it begins like nothing that is read, its end is looked at. */
	readonly isOuter?: boolean;
}

export async function recognise(
	source: ByteSource,
	{ signal, tail: wanted, isOuter }: Looking = {},
): Promise<Nature> {
	const { size } = source;
	const head = await source.read(0, Math.min(PROBE_HEAD, size), signal);
	const nature = natureOf(head, size);
	// What begins like a compressed file may be a blob whose first chunk is compressed.
	const isDoubtful = nature.wrapper
		? nature.wrapper.isStream
		: wanted || (isOuter && nature.kind !== EROFS);
	if (!isDoubtful || size === 0) return nature;
	const tail = await tailOf(source, nature, signal);
	const isImage = nature.kind === EROFS;
	const wrapper = wrappers.find(({ probeTail }) => probeTail?.(tail, size, isImage));
	return wrapper ? { kind: wrapper.id, what: wrapper.name, wrapper } : nature;
}

/** Of what is known by its beginning the end may be lost. @throws Failure */
async function tailOf(
	source: ByteSource,
	{ kind }: Nature,
	signal: AbortSignal | undefined,
): Promise<Uint8Array> {
	try {
		const { size } = source;
		return await source.read(size - Math.min(PROBE_TAIL, size), size, signal);
	} catch (error) {
		if (kind === UNKNOWN || !isDamage(error)) throw error;
		return new Uint8Array();
	}
}
