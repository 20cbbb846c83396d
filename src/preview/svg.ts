/** Drawings in SVG: text, and to be drawn only as a picture, where scripts and links do nothing. */
import type { Kind } from "./kind";

/** What may stand in front of the first element: declarations, comments, a document type. */
const BEFORE =
	/^\ufeff?\s*(?:(?:<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE\b(?:[^<>[\]]|\[[^\]]*\])*>)\s*)*/i;
/** Characters of the head in which the first element has to begin. */
const MOST_BEFORE = 16_384;

export const svg: Kind = {
	probe({ bytes, text }) {
		if (!text) return false;
		const start = new TextDecoder(text.encoding === "latin-1" ? "windows-1252" : text.encoding)
			.decode(bytes.subarray(0, MOST_BEFORE))
			.replace(BEFORE, "");
		return /^<(?:[\w-]{1,40}:)?svg[\s/>]/.test(start);
	},
	async look(_, { text }) {
		return { kind: "picture", name: "SVG", mime: "image/svg+xml", ...(text ? { text } : {}) };
	},
};
