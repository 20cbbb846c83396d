/** Layouts FLAT_PLAIN and FLAT_INLINE: consecutive blocks, and perhaps a tail behind the inode. */
import { corrupt } from "../../base/errors";
import { clamped, type Exact, MOST_EXACT, product, sum } from "../../base/exact";
import { type Range, span } from "../../base/range";
import { beyondDevice, resolveUnified } from "../devices";
import { fault } from "../faults";
import type { Image } from "../image";
import { type Inode, inodeField } from "../inode";
import { blockBytes, LAYOUT, tailRange } from "../structs/inode";
import { type Extent, type ExtentMap, endingAt } from "./extent";

/** @throws Failure `corrupt` when the inline tail crosses a block boundary. */
export function flatMap(image: Image, inode: Inode): ExtentMap {
	const { blockSize } = image.facts;
	const { home, i_size, startBlock } = inode;
	const inBlocks = blockBytes(inode.layout, i_size, blockSize);
	const tailStart = clamped(inBlocks);
	const stored = tailRange(inode, blockSize);
	if (inode.layout === LAYOUT.FLAT_INLINE) checkTail(inode, stored, blockSize);

	function blocks(offset: number, block: number): Extent {
		const address = product(block, blockSize);
		// Where positions end, what is stored of a file of countless bytes ends too.
		const room = Math.max(0, MOST_EXACT - clamped(address));
		const end = typeof inBlocks === "number" ? inBlocks : Math.min(tailStart, room);
		if (offset >= end) throw corrupt(endless(image, inode, address, inBlocks));
		const culprit = () => inodeField(inode, "startblk_lo");
		return { start: 0, end, kind: "data", at: resolveUnified(image, address, end, culprit) };
	}

	const hole = (): Extent => ({ start: 0, ...endingAt(inBlocks, tailStart), kind: "hole" });
	const tail: Extent = {
		start: tailStart,
		end: tailStart + stored.end - stored.start,
		kind: "inline",
		at: span(home.space, stored.start, stored.end),
	};
	return {
		at(offset) {
			if (offset >= inBlocks) return tail;
			return startBlock === undefined ? hole() : blocks(offset, startBlock);
		},
	};
}

const endless = ({ primary }: Image, inode: Inode, start: Exact, length: Exact) =>
	beyondDevice(inodeField(inode, "i_size"), start, sum(start, length), primary.source.size);

function checkTail(inode: Inode, { start, end }: Range, blockSize: number): void {
	const room = blockSize - (start % blockSize);
	if (end - start <= room) return;
	throw corrupt({
		...fault("inline-tail-crosses-block"),
		...inodeField(inode, "i_size"),
		leadsTo: span(inode.home.space, start, end),
		seen: `tail of ${end - start} bytes at byte ${start}`,
		allowed: `at most ${room} bytes there`,
	});
}
