/** A byte of contents in consecutive blocks, or in the tail behind the inode. */
import { type Exact, runsOf } from "../base/exact";
import { countText, exactBytes } from "../base/words";
import { type Inode, inodeField } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { blockBytes, LAYOUT } from "../erofs/structs/inode";
import { known, minus, plus, times } from "../schema/sum";
import { arrive, toUnified } from "./address";
import { HeededMap } from "./heed";
import { byteOf, inContents, type Landing } from "./landing";
import { number, place, type Walker } from "./walker";

export async function toFlat(w: Walker, inode: Inode, n: number): Promise<Landing> {
	const { blockSize } = w.image.facts;
	const map = await HeededMap.open(w, inode);
	const whole = blockBytes(inode.layout, inode.i_size, blockSize);
	if (inode.layout === LAYOUT.FLAT_INLINE) sayWhole(w, inode, n, whole);
	const inTail = n >= whole;
	if (!inTail) await toStartBlock(w, inode);
	const extent = await map.at(n);
	if (!extent.at) return { at: inContents(w, inode, n), extent };
	const at = byteOf(extent.at.space, extent.at.start + n - extent.start);
	const arrival = {
		text: `Here is byte ${countText(n)} of the contents.`,
		why: inTail
			? "The tail holds the last bytes in their order."
			: "The blocks follow one another: the byte lies as far behind the first one as behind the start of the contents.",
	};
	if (inTail) {
		await toTail(w, inode);
		const start = known(extent.at.start, "start of the tail");
		const inside = minus(known(n, "byte"), known(whole, "bytes in blocks"));
		arrive(w, plus(inside, start), at, arrival);
	} else {
		const block = times(known(inode.startBlock ?? 0, "block"), blockSize);
		await toUnified(w, plus(block, known(n, "byte")), at, arrival);
	}
	return { at, extent };
}

/** How much lies in whole blocks: all but the last piece, which is behind the inode. */
function sayWhole(w: Walker, inode: Inode, n: number, whole: Exact): void {
	const { blockSize } = w.image.facts;
	const blocks = minus(known(runsOf(inode.i_size, blockSize), "blocks of contents"), 1);
	const { at, structure, field } = inodeField(inode, "i_size");
	w.add({
		at: [at],
		field: `${structure}.${field}`,
		text: wholeText(n, whole),
		why: "The last piece of the contents lies behind the inode, which saves a block.",
		sum: number(times(blocks, blockSize)),
	});
}

function wholeText(n: number, whole: Exact): string {
	const byte = `Byte ${countText(n)}`;
	if (n < whole)
		return `${byte} is one of the first ${countText(whole)}, which lie in blocks of their own.`;
	if (whole === 0)
		return `${byte} is in the tail: so few bytes are not in blocks of their own, but behind the inode.`;
	return `${byte} is in the tail: ${exactBytes(whole)} lie in blocks of their own, and the rest behind the inode.`;
}

async function toStartBlock(w: Walker, inode: Inode): Promise<void> {
	const { startBlock } = inode;
	const words =
		startBlock === undefined
			? {
					text: "The number of the first block has all bits set: it names no block, and nothing is stored.",
					why: "It has 32 bits, or 48 in inodes that have room for them. All of them set is no number a block can have.",
				}
			: { text: `The contents begin at block ${startBlock}.` };
	await w.field(w.body(inode), inodeField(inode, "startblk_lo"), words);
}

async function toTail(w: Walker, inode: Inode): Promise<void> {
	await toBodyEnd(w, inode);
	const name = inode.type === FT.DIR ? "directory block" : tailName(inode);
	await w.structure(w.body(inode), name, inode.bodyEnd, {
		text: "The tail begins right behind the inode and its attributes.",
		sum: place(known(inode.bodyEnd, "end of inode and attributes")),
	});
}

const tailName = ({ type }: Inode): string => (type === FT.LNK ? "symlink target" : "inline tail");

/** How long the attributes are, where there are any. */
export async function toBodyEnd(w: Walker, inode: Inode): Promise<void> {
	const { xattrSize, at, bodyEnd } = inode;
	if (xattrSize === 0 || !w.isNew(`body ${inode.nid}`)) return;
	const code = (xattrSize - 12) / 4 + 1;
	const size = plus(times(minus(known(code, "size code"), 1), 4), 12);
	await w.field(w.body(inode), inodeField(inode, "i_xattr_icount"), {
		text: `${exactBytes(xattrSize)} of attributes lie behind the inode, up to byte ${countText(bodyEnd)}.`,
		sum: number(plus(known(at.end, "end of the inode"), size)),
	});
}
