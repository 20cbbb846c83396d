/** A text, and how a search in it goes, in words. */
import { countText, sizeText } from "../../../../base/words";
import type { TextEncoding } from "./sniff.model";

export interface SearchState {
	readonly hits: number;
	/** 0-based; -1 when none was reached yet. */
	readonly current: number;
	readonly complete: boolean;
	readonly capped: boolean;
	/** Bytes searched, of how many. */
	readonly searched: number;
	readonly size: number;
}

/** `3 of 120`, `3 of 120 so far, 4.20 MB of 20.0 MB searched`, `no match`. */
export function searchText(s: SearchState): string {
	const share = `${sizeText(s.searched)} of ${sizeText(s.size)} searched`;
	if (s.hits === 0) return s.complete ? "no match" : share;
	const place = s.current < 0 ? "" : `${countText(s.current + 1)} of `;
	if (s.capped) return `${place}the first ${countText(s.hits)}`;
	const found = `${place}${countText(s.hits)}`;
	return s.complete ? found : `${found} so far, ${share}`;
}

const ENCODINGS: Readonly<Record<TextEncoding, string>> = {
	"utf-8": "UTF-8 text",
	"latin-1": "Text that is not UTF-8, read as Latin-1",
};

interface Loaded {
	readonly lines: { readonly lines: number; readonly size: number };
	readonly size: number;
}

/** `UTF-8 text, 120 lines`; while reading, how far. */
export function linesText({ lines, size }: Loaded, encoding: TextEncoding): string {
	const count = `${countText(lines.lines)} ${lines.lines === 1 ? "line" : "lines"}`;
	const name = ENCODINGS[encoding];
	if (lines.size >= size) return `${name}, ${count}`;
	return `${name}, ${count} in the ${sizeText(lines.size)} read of ${sizeText(size)}`;
}
