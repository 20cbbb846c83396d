/** What is typed into the find bar, as bytes. */
import { utf8Bytes } from "../../../../base/text";

export type FindKind = "bytes" | "text";

export type Pattern =
	| { readonly bytes: Uint8Array<ArrayBuffer> }
	| { readonly why: string }
	/** Nothing typed yet. */
	| undefined;

/** More is no search any more; the worker has the same bound. */
export const LONGEST = 4096;

/**
 * Bytes in hexadecimal, with or without spaces, commas and `0x`: `e2 e1 f5 e0`, `e2e1f5e0`,
 * `0xe2, 0xe1`. In the order in which they are stored.
 */
function parseHex(text: string): Pattern {
	const parts = text.split(/[\s,;:]+/).filter((part) => part !== "");
	const digits = parts.map((part) => part.replace(/^(?:0x|\\x)/i, ""));
	const bad = digits.join("").match(/[^0-9a-f]/i);
	if (bad) return { why: `“${bad[0]}” is no hexadecimal digit. Choose Text to search for words.` };
	// A lone digit among several parts is a byte; one long word needs whole bytes.
	const padded = digits.map((d) => (d.length === 1 && digits.length > 1 ? `0${d}` : d));
	const odd = padded.find((d) => d.length % 2 === 1);
	if (odd !== undefined) return { why: `“${odd}” has half a byte: two digits make one.` };
	const pairs = padded.join("").match(/../g) ?? [];
	return pairs.length === 0
		? undefined
		: { bytes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)) };
}

export function parsePattern(text: string, kind: FindKind): Pattern {
	if (text === "") return undefined;
	const pattern = kind === "text" ? { bytes: utf8Bytes(text) } : parseHex(text);
	if (pattern && "bytes" in pattern && pattern.bytes.length > LONGEST) {
		return { why: `At most ${LONGEST} bytes can be searched for.` };
	}
	return pattern;
}
