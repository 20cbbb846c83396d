/** The part of a place that says which image is meant. */
import type { Change, Place } from "./location";

/** What names an image. */
const FILE_KEYS = ["sample", "urls", "file", "offset", "chain", "blockSize"] as const;
/** What makes an altered copy of it. */
const COPY_KEYS = ["edits", "unmended"] as const;
const KEYS = [...FILE_KEYS, ...COPY_KEYS] as const;

export type Origin = { readonly [K in (typeof KEYS)[number]]?: Place[K] | undefined };

export const originOf = (place: Place): Origin => {
	const { sample, urls, file, offset, chain, blockSize, edits, unmended } = place;
	return {
		...(sample ? { sample } : urls ? { urls } : file ? { file } : {}),
		...(offset ? { offset } : {}),
		...(chain ? { chain } : {}),
		...(blockSize ? { blockSize } : {}),
		...(edits ? { edits } : {}),
		...(edits && unmended ? { unmended } : {}),
	};
};

/** Equal for places in the same image; undefined when the place names none. */
export function originKey(origin: Origin): string | undefined {
	const { sample, urls, file, offset, chain, blockSize, edits, unmended } = origin;
	const named = sample ? ["sample", sample] : urls ? ["urls", urls] : file ? ["file", file] : [];
	const copy = edits ? [edits, unmended ?? false] : [];
	return named.length
		? JSON.stringify([...named, offset ?? 0, chain ?? "", blockSize ?? 0, ...copy])
		: undefined;
}

export const sameOrigin = (a: Origin | undefined, b: Origin | undefined): boolean =>
	a !== undefined && b !== undefined && originKey(a) === originKey(b);

/** The image as it is, of which this may be an altered copy. */
export const unaltered = (origin: Origin): Origin => ({
	...origin,
	edits: undefined,
	unmended: undefined,
});

/** The change that leads to an image: all of its origin, nothing of another. */
export const toOrigin = (origin: Origin): Change =>
	Object.fromEntries(KEYS.map((key) => [key, origin[key]]));

/** The change that forgets where in an image one was. */
export const FROM_THE_TOP: Change = {
	view: undefined,
	panel: undefined,
	path: undefined,
	nid: undefined,
	tab: undefined,
	space: undefined,
	at: undefined,
	finding: undefined,
	filter: undefined,
	zoom: undefined,
	list: undefined,
	blocks: undefined,
	walk: undefined,
	step: undefined,
};
