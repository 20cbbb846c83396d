/** What a MicroLZMA stream says of itself: the rest is one long number, in which no byte stands for a span. */

export interface LzmaInside {
	/** Bits of the byte before, and of the position, that choose among sets of chances. */
	readonly lc: number;
	readonly lp: number;
	readonly pb: number;
	readonly stopped?: { readonly at: number; readonly why: string };
}

/** The first byte is the complement of the properties: never zero, so that padding ends before it. */
export function lzmaInside(input: Uint8Array): LzmaInside {
	const properties = (input[0] ?? 0) ^ 0xff;
	const lc = properties % 9;
	const rest = Math.floor(properties / 9);
	const about = { lc, lp: rest % 5, pb: Math.floor(rest / 5) };
	return about.pb < 5
		? about
		: { ...about, stopped: { at: 0, why: "There are no such properties." } };
}
