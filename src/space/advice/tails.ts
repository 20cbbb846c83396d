import { countText, sizeText } from "../../base/words";
import { FT } from "../../erofs/structs/dirent";
import { hasIncompat } from "../../erofs/structs/features";
import { LAYOUT } from "../../erofs/structs/inode";
import type { Adviser } from "./advice";

/** Ends of files that have blocks for themselves and could lie behind their inodes. */
export const inlineTails: Adviser = ({ tree, files, ownership: { inhabitants } }) => {
	let count = 0;
	let saves = 0;
	for (let row = 0; row < tree.inodes.count; row++) {
		const slack = files.slack[row] as number;
		if (slack === 0 || tree.inodes.layout(row) !== LAYOUT.FLAT_PLAIN) continue;
		if (tree.inodes.type(row) !== FT.REG || !inhabitants.isInTree(row)) continue;
		count++;
		saves += slack;
	}
	if (count === 0) return undefined;
	return {
		id: "inline-tails",
		title: "Ends of files behind their inodes",
		text: `${countText(count)} uncompressed files end inside a block of their own and leave ${sizeText(saves)} of these blocks unused. An end that fits into the block of its inode needs none.`,
		saves,
		estimated: true,
		options: "without -Enoinline_data",
	};
};

/** Half a block is what the last unit of a file leaves unused on average. */
export const packedTails: Adviser = ({ files, ownership: { inhabitants } }) => {
	const { facts } = inhabitants.image;
	const others = ["FRAGMENTS", "ZTAILPACKING", "48BIT"] as const;
	if (others.some((one) => hasIncompat(facts, one))) return undefined;
	let count = 0;
	for (const [row, units] of files.units.entries())
		if (units > 0 && (files.packed[row] as number) === 0) count++;
	if (count < 2) return undefined;
	return {
		id: "packed-tails",
		title: "Pack the ends of files together",
		text: `${countText(count)} compressed files end with a unit of whole blocks, of which about half a block each is zeros. Packed together the ends need fewer blocks, but a short read of an end may then decode a larger unit.`,
		saves: Math.round((count * facts.blockSize) / 2),
		estimated: true,
		options: "-Efragments",
		needs: "6.1",
	};
};
