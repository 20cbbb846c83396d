/** What an export says about things it holds differently from the image, or not at all. */
export interface Note {
	/** Raw bytes, relative to what is exported; empty for the export as a whole. */
	readonly path: Uint8Array;
	/** Continues "PATH: ". */
	readonly text: string;
	readonly kind: NoteKind;
}

export type NoteKind =
	/** The image is wrong there. */
	| "damage"
	/** Nothing is wrong, yet the bytes are not to be had: a device was not given, a hole is too large. */
	| "missing"
	/** The form of the export has no place for it. */
	| "no-place"
	/** The place it should go to did not take it. */
	| "refused";

export type TakeNote = (note: Note) => void;
