/** The part of a place that says which image is meant. */
import type { Change, Place } from "./location";

export type Origin = {
	readonly [K in "sample" | "urls" | "file" | "offset" | "chain" | "blockSize"]?:
		| Place[K]
		| undefined;
};

export const originOf = ({ sample, urls, file, offset, chain, blockSize }: Place): Origin => ({
	...(sample ? { sample } : urls ? { urls } : file ? { file } : {}),
	...(offset ? { offset } : {}),
	...(chain ? { chain } : {}),
	...(blockSize ? { blockSize } : {}),
});

/** Equal for places in the same image; undefined when the place names none. */
export function originKey({
	sample,
	urls,
	file,
	offset,
	chain,
	blockSize,
}: Origin): string | undefined {
	const named = sample ? ["sample", sample] : urls ? ["urls", urls] : file ? ["file", file] : [];
	return named.length
		? JSON.stringify([...named, offset ?? 0, chain ?? "", blockSize ?? 0])
		: undefined;
}

export const sameOrigin = (a: Origin | undefined, b: Origin | undefined): boolean =>
	a !== undefined && b !== undefined && originKey(a) === originKey(b);

/** The change that leads to an image: all of its origin, nothing of another. */
export const toOrigin = ({ sample, urls, file, offset, chain, blockSize }: Origin): Change => ({
	sample,
	urls,
	file,
	offset,
	chain,
	blockSize,
});

/** The change that forgets where in an image one was. */
export const FROM_THE_TOP: Change = {
	view: undefined,
	panel: undefined,
	path: undefined,
	nid: undefined,
	tab: undefined,
	space: undefined,
	at: undefined,
	filter: undefined,
	walk: undefined,
	step: undefined,
};
