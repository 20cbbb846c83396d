/** Layouts FLAT_PLAIN and FLAT_INLINE: consecutive blocks, and perhaps a tail behind the inode. */
import { corrupt } from "../../base/errors";
import { product } from "../../base/exact";
import { span } from "../../base/range";
import { resolveUnified } from "../devices";
import type { Image } from "../image";

import { type Inode, inodeField } from "../inode";
import { blockBytes, LAYOUT } from "../structs/inode";

import { type Extent, type ExtentMap, endingAt } from "./extent";

/** @throws Failure `corrupt` when the inline tail crosses a block boundary. */
export function flatMap(image: Image, inode: Inode): ExtentMap {
	const { blockSize } = image.facts;
	const inline = inode.layout === LAYOUT.FLAT_INLINE;
	const tailStart = blockBytes(inode.layout, inode.size, blockSize);
	if (inline) checkTail(inode, inode.size - tailStart, blockSize);

	const whole = (): Extent => {
		const range = { start: 0, end: tailStart };
		if (inode.startBlock === undefined) {
			return { ...range, ...(inline ? {} : endingAt(inode.i_size, tailStart)), kind: "hole" };
		}
		const address = product(inode.startBlock, blockSize);
		const culprit = () => inodeField(inode, "startblk_lo");
		return { ...range, kind: "data", at: resolveUnified(image, address, tailStart, culprit) };
	};
	const tail: Extent = {
		start: tailStart,
		end: inode.size,
		kind: "inline",
		at: span(inode.home.space, inode.bodyEnd, inode.bodyEnd + inode.size - tailStart),
	};
	return { at: (offset) => (offset < tailStart ? whole() : tail) };
}

function checkTail(inode: Inode, tail: number, blockSize: number): void {
	if ((inode.bodyEnd % blockSize) + tail <= blockSize) return;
	throw corrupt({
		code: "inline-tail-crosses-block",
		severity: "error",
		text: "The inline tail crosses a block boundary, which the format forbids; kernels refuse the inode.",
		...inodeField(inode, "i_size"),
		seen: `tail of ${tail} bytes at byte ${inode.bodyEnd}`,
		allowed: `at most ${blockSize - (inode.bodyEnd % blockSize)} bytes there`,
	});
}
