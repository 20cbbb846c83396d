/** What all forms of `parts` share. */
import type { Note } from "../../export/note";

/** Parts looked at. */
export const MOST_ENTRIES = 100_000;

/** Of the whole: what was asked for is not complete. */
export const missing = (text: string): Note => ({
	path: new Uint8Array(),
	text,
	kind: "missing",
});
