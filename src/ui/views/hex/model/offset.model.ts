/** Offsets in figures: for the gutter, and in words. */
import type { Range } from "../../../../base/range";
import { countText, exactBytes } from "../../../../base/words";

export type Base = "hex" | "decimal";

const LEAST_DIGITS = 8;

/** Characters every offset of a space of `size` bytes fits in. */
export function offsetDigits(size: number, base: Base): number {
	const last = Math.max(0, size - 1);
	return Math.max(LEAST_DIGITS, last.toString(base === "hex" ? 16 : 10).length);
}

/** An offset as it stands in the gutter: hexadecimal with leading zeros, decimal without. */
export const gutterText = (offset: number, base: Base, digits: number): string =>
	base === "hex"
		? offset.toString(16).padStart(digits, "0")
		: offset.toString(10).padStart(digits, " ");

export const hexOffset = (offset: number): string => `0x${offset.toString(16)}`;

/** `0x480 (1,152)`. */
export const bothBases = (offset: number): string => `${hexOffset(offset)} (${countText(offset)})`;

/** `block 3 + 0x120`. */
export function blockText(offset: number, blockSize: number): string {
	const block = Math.floor(offset / blockSize);
	const inside = offset % blockSize;
	return inside === 0
		? `block ${countText(block)}`
		: `block ${countText(block)} + ${hexOffset(inside)}`;
}

/** `0x400–0x480 (1,024–1,152)`; the end is exclusive, as everywhere. */
export const rangeText = ({ start, end }: Range): string =>
	`${hexOffset(start)}–${hexOffset(end)} (${countText(start)}–${countText(end)})`;

/** `0x80 = 128 bytes` */
export const lengthText = ({ start, end }: Range): string =>
	`${hexOffset(end - start)} = ${exactBytes(end - start)}`;

export const selectionText = (range: Range): string => `${rangeText(range)}, ${lengthText(range)}`;
