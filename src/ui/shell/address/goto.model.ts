/**
 * What a person types to get somewhere:
 *
 *   0x480  1152  1,152     offset
 *   +0x10  -16             from the cursor
 *   b12  block 12  b12+8   start of a block, or a byte of it
 *   nid 36  n36            an inode
 *   /usr/bin               the inode at a path
 *   end                    the last byte
 */
import { countText } from "../../../base/words";
import { blockText, bothBases, hexOffset } from "../../views/hex/model/offset.model";

export interface GotoContext {
	readonly cursor: number;
	readonly size: number;
	/** 0 where the file did not open as an image: then there are no blocks. */
	readonly blockSize: number;
}

export type Goto =
	| { readonly kind: "empty" }
	| { readonly kind: "wrong"; readonly why: string }
	| { readonly kind: "offset"; readonly offset: number; readonly means: string }
	| { readonly kind: "nid"; readonly nid: bigint; readonly means: string }
	| { readonly kind: "path"; readonly path: string; readonly means: string };

const wrong = (why: string): Goto => ({ kind: "wrong", why });

const HEX = /^0x[0-9a-f]+$/i;
const DECIMAL = /^\d+$/;

/** A number with `0x`, or decimal with separators; a sentence when it is neither. */
function parseNumber(text: string): number | string {
	const digits = text.replace(/[,_'\s]/g, "");
	if (HEX.test(digits) || DECIMAL.test(digits)) {
		const n = Number(digits);
		return Number.isSafeInteger(n) ? n : `${text} is larger than any offset can be.`;
	}
	if (/^[0-9a-f]+h?$/i.test(digits)) {
		const hex = digits.replace(/h$/i, "");
		return `“${text}” is no decimal number. Write 0x${hex} for hexadecimal.`;
	}
	return `“${text}” is no number. Write 1152 or 0x480.`;
}

function offsetTo(offset: number, { size, blockSize }: GotoContext): Goto {
	if (offset < 0) return wrong("That lies before the first byte.");
	if (!Number.isSafeInteger(offset)) return wrong("That is larger than any offset can be.");
	if (offset >= size) {
		return wrong(
			size === 0
				? "There are no bytes here."
				: `${hexOffset(offset)} lies beyond the end; the last byte is ${bothBases(size - 1)}.`,
		);
	}
	const block = blockSize > 0 ? `, ${blockText(offset, blockSize)}` : "";
	return { kind: "offset", offset, means: `Offset ${bothBases(offset)}${block}` };
}

function relative(sign: string, text: string, context: GotoContext): Goto {
	const n = parseNumber(text);
	if (typeof n === "string") return wrong(n);
	return offsetTo(context.cursor + (sign === "-" ? -n : n), context);
}

function block(number: string, inside: string | undefined, context: GotoContext): Goto {
	const n = parseNumber(number);
	if (typeof n === "string") return wrong(n);
	const more = inside === undefined ? 0 : parseNumber(inside);
	if (typeof more === "string") return wrong(more);
	const { blockSize, size } = context;
	if (blockSize === 0) return wrong("Only an image has blocks, and this file did not open as one.");
	if (n * blockSize >= size) {
		const last = Math.max(0, Math.ceil(size / blockSize) - 1);
		return wrong(`There is no block ${countText(n)}; the last one is ${countText(last)}.`);
	}
	return offsetTo(n * blockSize + more, context);
}

function inode(text: string): Goto {
	const digits = text.replace(/[,_'\s]/g, "");
	if (!HEX.test(digits) && !DECIMAL.test(digits)) {
		return wrong(`“${text}” is no inode number. Write n77.`);
	}
	const nid = BigInt(digits);
	if (nid >> 64n) return wrong("An inode number has 64 bits at most.");
	return { kind: "nid", nid, means: `Inode number ${nid}` };
}

/** What `text` means; never throws. Whether an inode or path exists only the image can tell. */
export function parseGoto(text: string, context: GotoContext): Goto {
	const typed = text.trim();
	if (typed === "") return { kind: "empty" };
	if (typed.startsWith("/")) return { kind: "path", path: typed, means: `Inode of ${typed}` };
	if (/^end$/i.test(typed)) return offsetTo(context.size - 1, context);
	const signed = /^([+\-−])\s*(.+)$/.exec(typed);
	if (signed) return relative(signed[1] === "+" ? "+" : "-", signed[2] ?? "", context);
	const nid = /^n(?:id)?(?:\s+|:|(?=\d))\s*(.+)$/i.exec(typed);
	if (nid) return inode(nid[1] ?? "");
	const blocks = /^(?:block(?:\s+|(?=\d))|b\s*(?=\d)|b\s+)([^+]+?)\s*(?:\+\s*(.+))?$/i.exec(typed);
	if (blocks) return block(blocks[1] ?? "", blocks[2], context);
	const n = parseNumber(typed);
	return typeof n === "string" ? wrong(n) : offsetTo(n, context);
}
