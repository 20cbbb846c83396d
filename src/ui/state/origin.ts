/** The part of a place that says which image is meant. */
import type { Change, Place } from "./location";

export type Origin = Pick<Place, "sample" | "urls" | "file" | "offset">;

export const originOf = ({ sample, urls, file, offset }: Place): Origin => ({
	...(sample ? { sample } : urls ? { urls } : file ? { file } : {}),
	...(offset ? { offset } : {}),
});

/** Equal for places in the same image; undefined when the place names none. */
export function originKey({ sample, urls, file, offset = 0 }: Origin): string | undefined {
	if (sample) return JSON.stringify(["sample", sample, offset]);
	if (urls) return JSON.stringify(["urls", urls, offset]);
	return file ? JSON.stringify(["file", file, offset]) : undefined;
}

export const sameOrigin = (a: Origin | undefined, b: Origin | undefined): boolean =>
	a !== undefined && b !== undefined && originKey(a) === originKey(b);

/** The change that leads to an image: all of its origin, nothing of another. */
export const toOrigin = ({ sample, urls, file, offset }: Origin): Change => ({
	sample,
	urls,
	file,
	offset,
});

/** The change that forgets where in an image one was. */
export const FROM_THE_TOP: Change = {
	view: undefined,
	path: undefined,
	nid: undefined,
	tab: undefined,
	space: undefined,
	at: undefined,
	filter: undefined,
};
