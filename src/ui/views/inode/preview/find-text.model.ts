/** A text, and how a search in it goes, in words. */
import { counted, countText, sizeText } from "../../../../base/words";
import type { TextEncoding } from "../../../../worker/protocol";
import { ENCODINGS } from "./encodings.model";

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

/** `3 of 120`, `3 of 120 so far, 4 MiB of 20 MiB searched`, `no match`. */
export function searchText(s: SearchState): string {
	const share = `${sizeText(s.searched)} of ${sizeText(s.size)} searched`;
	if (s.hits === 0) return s.complete ? "no match" : share;
	const place = s.current < 0 ? "" : `${countText(s.current + 1)} of `;
	if (s.capped) return `${place}the first ${countText(s.hits)}`;
	const found = `${place}${countText(s.hits)}`;
	return s.complete ? found : `${found} so far, ${share}`;
}

interface Loaded {
	readonly lines: { readonly lines: number; readonly size: number };
	readonly size: number;
}

/** `120 lines`; while reading, how far. */
export function linesText({ lines, size }: Loaded): string {
	const count = counted(lines.lines, "line");
	if (lines.size >= size) return count;
	return `${count} in the ${sizeText(lines.size)} read of ${sizeText(size)}`;
}

export interface Known {
	readonly encoding: TextEncoding;
	/** Where the encoding comes from. */
	readonly by: "mark" | "guess" | "choice";
}

/** `UTF-8 text`, and what is behind that. */
export function encodingText({ encoding, by }: Known): string {
	const name = `${ENCODINGS[encoding]} text`;
	if (by === "mark") return `${name}, by its byte order mark`;
	return by === "guess" && encoding !== "utf-8" ? `${name}, by the look of it` : name;
}
