/** Where a byte of contents can be looked at: stored as it is, or in the decoded contents. */
import { type Span, span } from "../base/range";
import { contentsSpace } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import type { Walker } from "./walker";

export interface Landing {
	/** The byte. */
	readonly at: Span;
	readonly extent: Extent;
}

export const byteOf = (space: string, at: number): Span => span(space, at, at + 1);

/** In the decoded contents of the inode. */
export const inContents = (w: Walker, inode: Inode, n: number): Span =>
	byteOf(contentsSpace(w.image, inode.nid), n);

/** `0x2e ("."), ` a byte for people. */
export function byteText(byte: number): string {
	const hex = `0x${byte.toString(16).padStart(2, "0")}`;
	return byte > 0x20 && byte < 0x7f ? `${hex} (“${String.fromCharCode(byte)}”)` : hex;
}
