/**
 * What a preview tells of a file's contents: how they can be shown, and for formats that are known
 * what is in them. Plain data for any front end.
 */
import type { Exact } from "../base/exact";
import type { Finding } from "../base/finding";
import type { Range } from "../base/range";
import type { Reading } from "../containers/reading";

export type TextEncoding =
	| "utf-8"
	| "utf-16le"
	| "utf-16be"
	| "latin-1"
	| "windows-1252"
	| "windows-1251"
	| "koi8-r"
	| "iso-8859-2"
	| "iso-8859-7";

export interface Text {
	readonly encoding: TextEncoding;
	/** Bytes of the byte order mark in front: 0 when there is none and the encoding is a guess. */
	readonly bom: number;
}

/** A line of facts. Its values are texts of the file: untrusted, but nothing in them is hidden. */
export interface Fact {
	readonly label: string;
	readonly values: readonly string[];
	/** They are names or numbers of the format, not words. */
	readonly code?: true;
}

/** Something that the file is made of. */
export interface Item {
	readonly name: string;
	readonly size: Exact;
	/** Bytes it takes in the file, where that is not `size`. */
	readonly stored?: number;
	/** How it is stored, or what it is for. */
	readonly how?: string;
	/** Bytes of the file it lies in, or where it begins. */
	readonly at?: Range;
}

export interface Facts {
	/** What the file is, in a few words: `Shared library, ELF, ARM64`. */
	readonly title: string;
	/** The word for this way to look at the file: `Program`. */
	readonly way: string;
	readonly rows: readonly Fact[];
	/** What it is made of, as far as it was read, and how many there are. */
	readonly items?: {
		readonly what: "section" | "entry";
		readonly list: readonly Item[];
		readonly total: Exact;
	};
	/** What is wrong with the file itself, in its contents. The image is not to blame, so they are none of its findings. */
	readonly troubles: readonly Finding[];
}

export type Preview =
	| { readonly kind: "text"; readonly text: Text }
	| {
			readonly kind: "picture";
			/** `PNG`. */
			readonly name: string;
			readonly mime: string;
			/** Pixels, where the file says. */
			readonly size?: PictureSize | undefined;
			/** Set for drawings, which are text too. */
			readonly text?: Text;
	  }
	| ({ readonly kind: "facts" } & Facts)
	| { readonly kind: "binary"; readonly label?: string; readonly doc?: string };

/** Set for files that hold others, in words that continue "It is …". */
export interface Openable {
	readonly opens?: string;
}

export interface PictureSize {
	readonly width: number;
	readonly height: number;
}

/** The beginning of a file, and what it is when it is text. */
export interface Head {
	readonly bytes: Uint8Array;
	readonly text: Text | undefined;
}

/** A format: a file of this room, and a line of `kinds.ts`. */
export interface Kind {
	/** Whether a file that begins so is one. */
	probe(head: Head): boolean;
	/**
	 * Reads no more of the file than it has to tell.
	 * @throws Failure `corrupt` when nothing can be told
	 */
	look(reading: Reading, head: Head): Promise<Preview>;
}
